namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>ML.NET's own way to write a pipeline as ONNX knows nothing of the step.</summary>
[TestClass]
public sealed class OnnxExportTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void ConvertToOnnx_IsRefused()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 20, 6);
        var model = _context.Transforms.NormalizeMinMax("x").Append(StandInQuantizer.Estimator(_context, file.Path)).Append(_context.Transforms.NormalizeMinMax("y")).Fit(data);
        using var step = (QuantizedOnnxTransformer)model.ElementAt(1);
        using var stream = new MemoryStream();
        ErrorAssert.Throws<NotSupportedException>(() => _context.Model.ConvertToOnnx(model, data, stream), "ConvertToOnnx", "SaveOnnx");
        Assert.AreEqual(0, stream.Length);
        Assert.AreEqual(20, model.Transform(data).GetRowCount(), "All else goes on as before.");
        _context.Model.ConvertToOnnx(model.First(), data, stream);
        Assert.AreNotEqual(0, stream.Length);
    }

    /// <summary>The package for CPUs knows no GPU, and saving scores nothing.</summary>
    [TestMethod]
    public void Save_WithAGpuSet_Works()
    {
        var context = new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false };
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(context, 20, 6);
        using var model = StandInQuantizer.Estimator(context, file.Path).Fit(data);
        using var stream = new MemoryStream();
        context.Model.Save(model, data.Schema, stream);
        Contract.SchemaContract.AssertSame(model.GetOutputSchema(data.Schema), _context.Model.Load(stream, out _).GetOutputSchema(data.Schema));
    }
}
