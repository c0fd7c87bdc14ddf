using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Budget;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Candidates say what to make; how they are run is said by the quantization that they are part of.</summary>
[TestClass]
public sealed class CandidateRunTests : IDisposable
{
    /// <summary>Equalized, so that the candidate has a calibration pass of its own.</summary>
    private static readonly QuantizationCandidate Equalized =
        QuantizationCandidate.PostTraining("equalized", new QuantizationOptions { OnlyWhereFaster = false, CrossLayerEqualization = true });

    private readonly MLContext _context = new(1);
    private readonly LogMessages _messages;
    private readonly ModelFile _file = new(TimedModels.Classifier());

    public CandidateRunTests() => _messages = new LogMessages(_context);

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Running_IsOfTheQuantization_AndWhatToMakeOfTheCandidate()
    {
        string[] running = ["MaxCalibrationRows", "CalibrationShards", "BatchSize", "IntraOpThreads", "CancellationToken", "MaxRowTime"];
        using var stop = new CancellationTokenSource();
        var quantization = Filled(2, stop.Token);
        var candidate = Filled(1, CancellationToken.None);
        var run = candidate.RunAs(quantization);
        Assert.IsNull(run.Budget);
        Assert.IsEmpty(run.AlsoFor);
        foreach (var property in Properties().Where(property => property.Name is not ("Budget" or "AlsoFor")))
        {
            Assert.AreNotEqual(property.GetValue(quantization), property.GetValue(candidate), property.Name);
            Assert.AreEqual(property.GetValue(running.Contains(property.Name) ? quantization : candidate), property.GetValue(run), property.Name);
        }
    }

    [TestMethod]
    public void Compare_StopsInsideACandidate()
    {
        using var stop = new CancellationTokenSource();
        var options = new QuantizationComparisonOptions { Quantization = Everything(stop.Token), Candidates = [Equalized], HalfOfTiming = BriefTiming.Limits };
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Compare(Data(stop), Data(null), _file.Path, options: options));
        _messages.AssertHolds("Quantizing by 'equalized'");
        Assert.IsFalse(_messages.All.Any(Written));
    }

    [TestMethod]
    public void Escalation_StopsInsideACandidate()
    {
        using var stop = new CancellationTokenSource();
        var options = Everything(stop.Token) with { Budget = new QuantizationBudget { MaxLatencyRatio = 1e-6, Escalation = [Equalized] } };
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Transforms.Quantize(_file.Path, options).Fit(Data(stop)));
        _messages.AssertHolds("post-training", "Rejected");
        string last = _messages.All.Last(text => Written(text) || text.Contains("Rejected", StringComparison.Ordinal));
        StringAssert.Contains(last, "] post-training", "the candidate is not written");
    }

    /// <summary>Rows are read by the threads that run them.</summary>
    [TestMethod]
    public void Candidate_CalibratesOnTheThreadsOfTheQuantization()
    {
        HashSet<int> threads = [];
        var options = QuantizerRun.Everything with { IntraOpThreads = 1 };
        using var model = ObservedModel.Create(_file.Path, Read(threads), [options, .. Equalized.Configurations], new QuantizerRun.Messages());
        threads.Clear();
        using var made = Equalized.Quantize(new CandidateContext(_file.Path, model, options, new QuantizerRun.Messages())).Model;
        Assert.HasCount(1, threads);
    }

    private static IEnumerable<TensorValue[]> Read(HashSet<int> threads)
    {
        var random = new Random(3);
        for (int i = 0; i < 300; i++)
        {
            threads.Add(Environment.CurrentManagedThreadId);
            Thread.SpinWait(2000);
            yield return [new TensorValue("x", QuantizerRun.Uniform(random, TimedModels.Inputs), [1, TimedModels.Inputs])];
        }
    }

    private static QuantizationOptions Everything(CancellationToken cancellation) => QuantizerRun.Everything with { CancellationToken = cancellation };

    private static PropertyInfo[] Properties() => typeof(QuantizationOptions).GetProperties();

    private static bool Written(string message) => message.Contains("nodes run in INT8", StringComparison.Ordinal);

    /// <summary>Cancels at the end of the second pass, which the first candidate takes that is equalized.</summary>
    private IDataView Data(CancellationTokenSource? stop)
    {
        int passes = 0;
        return _context.Data.LoadFromEnumerable(Pass());

        IEnumerable<Row> Pass()
        {
            var random = new Random(3);
            for (int i = 0; i < 40; i++)
            {
                yield return new Row { X = QuantizerRun.Uniform(random, TimedModels.Inputs) };
            }

            if (++passes == 2)
            {
                stop?.Cancel();
            }
        }
    }

    /// <summary>Options of which none is as in another call.</summary>
    private static QuantizationOptions Filled(int number, CancellationToken cancellation)
    {
        var options = new QuantizationOptions { CancellationToken = cancellation, Budget = new QuantizationBudget { MaxLatencyRatio = number } };
        foreach (var property in Properties())
        {
            object? value = property.PropertyType switch
            {
                var type when type == typeof(bool) => number == 1,
                var type when type == typeof(double) => 90.0 + number,
                var type when type == typeof(int?) => number,
                var type when type == typeof(TimeSpan?) => TimeSpan.FromSeconds(number),
                var type when type == typeof(CalibrationTable) => new CalibrationTable([], number, "", ""),
                var type when type == typeof(CalibrationShard) => new CalibrationShard(new ShardHeader("", "", false, false, false, number, number), [0], 0, [], new ActivationStatistics([], []), []),
                var type when type == typeof(IReadOnlyList<string>) => new[] { $"node {number}" },
                var type when type == typeof(QuantizationPasses) => new QuantizationPasses { Equalization = number == 1 },
                var type when type == typeof(QuantizationTarget) => number == 1 ? QuantizationTarget.OnnxRuntimeX86 : QuantizationTarget.OnnxRuntimeX86Vnni,
                { IsEnum: true } type => Enum.ToObject(type, number),
                _ => property.GetValue(options),
            };
            property.SetValue(options, value);
        }

        return options;
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(TimedModels.Inputs)]
        public float[] X { get; set; } = [];
    }
}
