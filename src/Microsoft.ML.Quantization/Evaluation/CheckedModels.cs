using System.Diagnostics;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The FP32 and the INT8 model, open to be compared in passing.</summary>
internal sealed class CheckedModels : IDisposable
{
    /// <summary>So many runs of FP32 take as long as two rounds.</summary>
    private const int FewestRuns = 16;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ParallelOptions _parallel;
    private readonly TensorValue[] _row;
    private SampleRun? _float;
    private SampleRun? _quantized;

    public CheckedModels(Evidence evidence, int threads, CancellationToken cancellation)
    {
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        _row = evidence.Samples[0];
        try
        {
            FirstError.Of(() => Parallel.Invoke(_parallel, () => _float = new SampleRun(evidence.Float.Open(), new RunSettings(cancellation)), () => _quantized = new SampleRun(evidence.Quantized, new RunSettings(cancellation))));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public OutputComparison Comparison { get; } = new();

    /// <summary>Since before the models were opened.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>The shortest time of a row in FP32 so far.</summary>
    public TimeSpan FloatRow { get; private set; } = TimeSpan.MaxValue;

    public void Compare(TensorValue[][] rows)
    {
        var outputs = new (OutputValue[] Expected, OutputValue[] Actual, TimeSpan Time)[rows.Length];
        FirstError.Of(() => Parallel.For(0, rows.Length, _parallel, i =>
        {
            long start = Stopwatch.GetTimestamp();
            var expected = _float!.Values(rows[i]);
            var time = Stopwatch.GetElapsedTime(start);
            outputs[i] = (expected, _quantized!.Values(rows[i]), time);
        }));
        for (int i = 0; i < rows.Length; i++)
        {
            FloatRow = outputs[i].Time < FloatRow ? outputs[i].Time : FloatRow;
            Comparison.Add(_float!.Model, rows[i], outputs[i].Expected, outputs[i].Actual);
        }
    }

    /// <summary>Times a row in both, in turn; <see langword="null"/> where there is too little time for that.</summary>
    public ShortTimes? Time(TimeSpan most) => most < FewestRuns * FloatRow ? null : ShortTiming.Measure(() => _float!.Time(_row), () => _quantized!.Time(_row), most, TimeProvider.System);

    public void Dispose()
    {
        _float?.Dispose();
        _quantized?.Dispose();
    }
}
