using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>What is measured beside a pipeline takes the pipeline itself, or says that it wants what its first steps make.</summary>
[TestClass]
public sealed class WholePipelineTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(PipelineModels.Dense(6, 4, "N"));
    private readonly EstimatorChain<NormalizingTransformer> _steps;

    // The normalizer learns from what it is fitted to, and takes its input's place.
    public WholePipelineTests() => _steps = _context.Transforms.CopyColumns("x", "Raw").Append(_context.Transforms.NormalizeMeanVariance("x", useCdf: false));

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Evaluate_TakesTheWholePipeline()
    {
        var model = _steps.Append(_context.Transforms.Quantize(_file.Path, QuantizerRun.Everything)).Fit(Raw(100, 1));
        using var step = model.LastTransformer;
        string expected = _context.Quantization().Evaluate(model.Take(2).Aggregate(Raw(200, 2), (view, stage) => stage.Transform(view)), step).ToJson();
        Assert.AreEqual(expected, _context.Quantization().Evaluate(Raw(200, 2), model).ToJson());
        var nested = new TransformerChain<ITransformer>(new TransformerChain<ITransformer>([.. model]), _context.Transforms.CopyColumns("again", "y").Fit(model.Transform(Raw(5, 2))));
        Assert.AreEqual(expected, _context.Quantization().Evaluate(Raw(200, 2), nested).ToJson());
    }

    [TestMethod]
    public void Evaluate_OfTheStepAlone_SaysToGiveThePipeline()
    {
        var model = _steps.Append(StandInQuantizer.Estimator(_context, _file.Path)).Fit(Raw(100, 1));
        using var step = model.LastTransformer;
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Evaluate(Raw(20, 2), step), "'x'", "whole pipeline", "model.LastTransformer");
    }

    [TestMethod]
    public void Evaluate_OfAPipelineWithoutTheStep_IsRefused()
    {
        using var stream = new MemoryStream();
        var model = _steps.Append(StandInQuantizer.Estimator(_context, _file.Path)).Fit(Raw(100, 1));
        using var step = model.LastTransformer;
        _context.Model.Save(model, Raw(1, 1).Schema, stream);
        ErrorAssert.Throws<ArgumentException>(() => _context.Quantization().Evaluate(Raw(20, 2), _context.Model.Load(stream, out _)), "OnnxTransformer", "Quantization().Load");
        ErrorAssert.Throws<ArgumentException>(() => _context.Quantization().Evaluate(Raw(20, 2), _steps.Fit(Raw(100, 1))), "no step that Quantize made", "NormalizingTransformer");
        var loaded = _context.Quantization().Load(stream, out _);
        Assert.AreEqual(20, _context.Quantization().Evaluate(Raw(20, 2), loaded, floatModelFile: _file.Path).Rows);
    }

    [TestMethod]
    public void Evaluate_StopsWhenItIsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var model = _steps.Append(_context.Transforms.Quantize(_file.Path, QuantizerRun.Everything)).Fit(Raw(100, 1));
        using var step = model.LastTransformer;
        var rows = Stopping(cancellation, 300);
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Evaluate(rows, model, cancellationToken: cancellation.Token));
    }

    [TestMethod]
    public void Sensitivity_TakesTheStepsBefore()
    {
        var data = _steps.Fit(Raw(100, 1)).Transform(Raw(100, 1));
        var expected = _context.Quantization().Sensitivity(data, _file.Path, QuantizerRun.Everything);
        var layers = _context.Quantization().Sensitivity(Raw(100, 1), _file.Path, QuantizerRun.Everything, preprocessing: _steps);
        Assert.AreEqual((expected[0].NodeName, expected[0].Sqnr), (layers[0].NodeName, layers[0].Sqnr));
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Sensitivity(Raw(20, 1), _file.Path), "'x'", "preprocessing");
    }

    [TestMethod]
    public void Compare_TakesTheStepsBefore()
    {
        var fitted = _steps.Fit(Raw(60, 1));
        QuantizationCandidate[] candidates = [QuantizationCandidate.PostTraining("one", QuantizerRun.Everything)];
        var options = new QuantizationComparisonOptions { Candidates = candidates, MeasureLayers = false, HalfOfTiming = BriefTiming.Limits };
        double expected = _context.Quantization().Compare(fitted.Transform(Raw(60, 1)), fitted.Transform(Raw(200, 2)), _file.Path, options: options).Methods[1].Sqnr;
        var raw = new QuantizationComparisonOptions { Candidates = candidates, MeasureLayers = false, HalfOfTiming = BriefTiming.Limits, Preprocessing = _steps };
        Assert.AreEqual(expected, _context.Quantization().Compare(Raw(60, 1), Raw(200, 2), _file.Path, options: raw).Methods[1].Sqnr);
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Compare(Raw(60, 1), Raw(200, 2), _file.Path, options: options), "'x'", "Preprocessing");
    }

    [TestMethod]
    public void ValidationData_GoesThroughTheStepsBefore()
    {
        var fitted = _steps.Fit(Raw(100, 1));
        string Fit(IDataView validation, ITransformer? before)
        {
            var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.5, ValidationData = validation, ValidationPreprocessing = before } };
            using var step = _steps.Append(_context.Transforms.Quantize(_file.Path, options)).Fit(Raw(100, 1)).LastTransformer;
            return string.Join('\n', step.Report!.Attempts.Select(attempt => $"{attempt.Name} {attempt.Loss} {attempt.Rows}"));
        }

        Assert.AreEqual(Fit(fitted.Transform(Raw(200, 2)), null), Fit(Raw(200, 2), fitted));
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Fit(Raw(200, 2), null), "'x'", "ValidationData", "ValidationPreprocessing");
    }

    private IDataView Raw(int rows, int seed) => Data(Made(rows, seed));

    /// <summary>Rows the tenth of which asks to stop.</summary>
    private IDataView Stopping(CancellationTokenSource cancellation, int rows) => Data(Made(rows, 3).Select((row, i) =>
    {
        if (i == 10)
        {
            cancellation.Cancel();
        }

        return row;
    }));

    private static IEnumerable<RawRow> Made(int rows, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < rows; i++)
        {
            yield return new RawRow { Raw = [.. Enumerable.Range(0, 6).Select(j => (random.NextSingle() * 10 * (j + 1)) + 5)] };
        }
    }

    private IDataView Data(IEnumerable<RawRow> rows) => _context.Data.LoadFromEnumerable(rows);

    private sealed class RawRow
    {
        [VectorType(6)]
        public float[] Raw { get; set; } = [];
    }
}
