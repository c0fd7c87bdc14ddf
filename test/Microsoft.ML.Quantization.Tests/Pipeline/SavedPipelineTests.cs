using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>What <c>mlContext.Quantization()</c> saves and loads.</summary>
[TestClass]
public sealed class SavedPipelineTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Save_ReplacesAFileWithWhatBothLoadsRead()
    {
        string path = _folder.File("model.zip");
        File.WriteAllText(path, "old");
        var data = PipelineData.Table(_context, 9, 6);
        using var model = Fit(data);
        _context.Quantization().Save(model, data.Schema, path);

        string[] expected = ViewRows.Read(model.Transform(data), "y");
        using var batched = (QuantizedOnnxTransformer)_context.Quantization().Load(path, out var schema);
        CollectionAssert.AreEqual(expected, ViewRows.Read(batched.Transform(data), "y"));
        SchemaContract.AssertSame(data.Schema, schema);
        var stock = _context.Model.Load(path, out _);
        CollectionAssert.AreEqual(expected, ViewRows.Read(stock.Transform(data), "y"));
        (stock as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void LoadedModel_HasNeitherReportNorCalibration()
    {
        var data = PipelineData.Table(_context, 9, 6);
        using var model = Fit(data);
        Assert.IsNotNull(model.Report);
        Assert.IsNotNull(model.Calibration);
        _context.Quantization().Save(model, data.Schema, _folder.File("model.zip"));
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(_folder.File("model.zip"), out _);
        Assert.IsNull(loaded.Report);
        Assert.IsNull(loaded.Calibration);
    }

    [TestMethod]
    public void Load_OfAMissingFile_NamesIt() =>
        ErrorAssert.Throws<FileNotFoundException>(() => _context.Quantization().Load(_folder.File("none.zip"), out _), _folder.File("none.zip"));

    private QuantizedOnnxTransformer Fit(IDataView data)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        return _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(data);
    }
}
