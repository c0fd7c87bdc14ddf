using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>The walk through trained models, with a quantizer that a package could bring.</summary>
[TestClass]
public sealed class TrainedModelTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(PipelineModels.Dense(6, 4, "N"));

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Stages_ThatHoldOnnxModels_Stay_EachWithItsReason()
    {
        var model = Normalizer().Append(StandInQuantizer.Estimator(_context, _file.Path)).Fit(Rows());
        using var step = model.LastTransformer;
        Assert.AreSame(model, _context.Quantization().Quantize(model, Rows(), out var report));
        Assert.AreEqual("QuantizedOnnx: as it was, it is quantized already", report.Stages[^1].ToString());
        StringAssert.Contains(report.Stages[0].Explanation, "WithTrainedModels()");

        using var stream = new MemoryStream();
        _context.Model.Save(model, Rows().Schema, stream);
        var stock = _context.Model.Load(stream, out _);
        using var disposable = stock as IDisposable;
        _context.Quantization().Quantize(stock, Rows(), out report);
        StringAssert.StartsWith(report.Stages[^1].ToString(), "Onnx: as it was, an ONNX model gives other bits in INT8");
    }

    [TestMethod]
    public void AStage_IsReplacedWhereItWas_AlsoWhenAModelIsLoaded()
    {
        var before = _context.Transforms.CopyColumns("Raw", "x").Fit(Rows());
        var inner = new TransformerChain<ITransformer>(before, Normalizer().Fit(before.Transform(Rows())));
        var model = new TransformerChain<ITransformer>(inner, _context.Transforms.CopyColumns("Again", "x").Fit(inner.Transform(Rows())));
        var quantizer = new Replacement(Normalizer().Fit(Rows()));
        var quantized = (TransformerChain<ITransformer>)_context.Quantization().With(quantizer).Quantize(model, Rows(), out var report);
        Assert.AreSame(quantizer.Stage, ((TransformerChain<ITransformer>)quantized.First()).LastTransformer);
        Assert.AreSame(model.LastTransformer, quantized.LastTransformer);
        CollectionAssert.AreEqual(new[] { false, true, false }, report.Stages.Select(stage => stage.IsQuantized).ToArray());

        using var stream = new MemoryStream();
        _context.Model.Save(quantized, Rows().Schema, stream);
        var loaded = (TransformerChain<ITransformer>)_context.Quantization().With(quantizer).Load(stream, out _);
        Assert.AreSame(quantizer.Stage, ((TransformerChain<ITransformer>)loaded.First()).LastTransformer);
    }

    [TestMethod]
    public void AStage_ThatGivesOtherValues_IsNotTaken()
    {
        var model = Normalizer().Fit(Rows());
        var other = new Replacement(Normalizer().Fit(PipelineData.Table(_context, 30, 6)));
        var kept = _context.Quantization().With(other).Quantize(model, Rows(), out var report);
        Assert.AreSame(model, kept, report.ToString());
        CollectionAssert.AreNotEqual(Contract.ViewRows.Read(model.Transform(Rows()), "x"), Contract.ViewRows.Read(other.Stage.Transform(Rows()), "x"));
        StringAssert.Contains(report.Stages[0].Explanation, "column 'x' differed from ML.NET's in row 0");
    }

    private NormalizingEstimator Normalizer() => _context.Transforms.NormalizeMeanVariance("x");

    private IDataView Rows() => PipelineData.Table(_context, 60, 6);

    private sealed class Replacement(ITransformer stage) : IStageQuantizer
    {
        public ITransformer Stage => stage;

        public StageQuantization Quantize(StageRequest request) =>
            request.Stage is NormalizingTransformer ? StageQuantization.Exact(stage, "a replacement of the test") : StageQuantization.Stays("it is no normalizer");
    }
}
