using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>ONNX models that stay as they are, each with its reason; and data that nothing can be quantized on.</summary>
[TestClass]
public sealed class OnnxStagesThatStayTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void MeanAndScale_GainNothing()
    {
        using var file = new ModelFile(ChainModels.Preprocess());
        using var model = _context.Transforms.ApplyOnnxModel("scaled", "x", file.Path).Fit(Rows());
        AssertStays(model, OnnxChain.Compact, "INT8 would gain nothing in it.");
    }

    [TestMethod]
    public void AModel_ThatIsQuantizedAlready_SaysSo()
    {
        using var first = _context.Transforms.Quantize(_file.Path).Fit(Rows());
        AssertStays(first, OnnxChain.Compact, "it is quantized already");
        using var stream = new MemoryStream();
        _context.Model.Save(first, Rows().Schema, stream);
        var stock = _context.Model.Load(stream, out _);
        AssertStays(stock, OnnxChain.Compact, "it is quantized already", "QuantizeLinear");
        (stock as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void AModel_ThatCannotBeQuantized_SaysWhy_WithoutItsTemporaryFile()
    {
        using var file = new ModelFile(ChainModels.Features());
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", file.Path).Fit(Rows());
        File.Delete(file.Path);
        string reason = AssertStays(model, new TrainedModelOptions { OnnxStages = new QuantizationOptions { ExcludedNodes = ["nowhere"] } }, "nowhere");
        Assert.IsFalse(reason.Contains(Path.GetTempPath(), StringComparison.Ordinal), reason);
    }

    [TestMethod]
    public void AModel_ThatNoInt8ModelIsFastEnoughFor_Stays()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        var options = new TrainedModelOptions { OnnxStages = new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 0.001 } } };
        AssertStays(model, options, "0.001");
    }

    [TestMethod]
    public void OneOfTwo_CanStay()
    {
        using var scaling = new ModelFile(ChainModels.Preprocess("x", "scaled"));
        using var file = new ModelFile(ChainModels.Features("scaled"));
        using var model = _context.Transforms.ApplyOnnxModel("scaled", "x", scaling.Path).Append(_context.Transforms.ApplyOnnxModel("features", "scaled", file.Path)).Fit(Rows());
        var report = OnnxChain.Check(_context, model, Rows(), 1, "features");
        CollectionAssert.AreEqual(new[] { false, true }, report.Stages.Select(stage => stage.IsQuantized).ToArray());
    }

    [TestMethod]
    public void DataWithoutRows_IsRefused_AndSoIsDataWithoutColumns()
    {
        using var model = _context.Transforms.NormalizeMinMax("x").Append(_context.Transforms.ApplyOnnxModel("features", "x", _file.Path)).Fit(Rows());
        var empty = _context.Data.FilterRowsByColumn(Rows(), "Amount", 1000, 1001);
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Quantize(model, empty, OnnxChain.Compact), "no rows");
        var lacking = _context.Transforms.DropColumns("x").Fit(Rows()).Transform(Rows());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Quantize(model, lacking, OnnxChain.Compact), "'x'");
    }

    [TestMethod]
    public void Cancellation_IsObeyed()
    {
        using var model = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Quantize(model, Rows(), new TrainedModelOptions { Level = QuantizationLevel.Compact, CancellationToken = stop.Token }));
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Quantize(model, Rows(), new TrainedModelOptions { OnnxStages = new QuantizationOptions { CancellationToken = stop.Token } }));
    }

    private string AssertStays(ITransformer model, TrainedModelOptions options, params string[] parts)
    {
        Assert.AreSame(model, _context.Quantization().Quantize(model, Rows(), out var report, options), report?.ToString());
        string reason = report!.Stages.Last(stage => stage.Name.Contains("Onnx", StringComparison.Ordinal)).Explanation;
        ErrorAssert.Names(reason, parts);
        return reason;
    }

    private IDataView Rows() => ChainData.Rows(_context);
}
