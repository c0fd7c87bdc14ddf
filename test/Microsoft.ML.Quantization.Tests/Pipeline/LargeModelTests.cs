using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Models whose weights, or whose INT8 weights too, one message cannot hold, through the whole pipeline.</summary>
[TestClass]
public sealed class LargeModelTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(LargeModels.OnlyFloatIsLarge)]
    [DataRow(LargeModels.BothAreLarge)]
    public void Transform_ScoresAsIfTheModelWereSmall(long limit)
    {
        string path = LargeModels.Write(_folder);
        var data = Data();
        using var small = LargeModels.Estimator(_context, path, OnnxModel.DefaultInlineLimit).Fit(data);
        using var large = LargeModels.Estimator(_context, path, limit).Fit(data);
        CollectionAssert.AreEqual(ViewRows.Read(small.Transform(data), "y", "z"), ViewRows.Read(large.Transform(data), "y", "z"));
        Assert.AreEqual(small.Report!.Sqnr, large.Report!.Sqnr);
        Assert.IsTrue(large.Report.Nodes.Single(node => node.OperatorType == "Gemm").IsFused);
        Assert.IsTrue((double)large.Report.FloatBytes / large.Report.QuantizedBytes is > 2 and < 4);
    }

    [TestMethod]
    public void Model_OfSmallInt8Weights_KeepsTheContract() =>
        EstimatorContract.Check(_context, LargeModels.Estimator(_context, LargeModels.Write(_folder), LargeModels.OnlyFloatIsLarge), Data(), ["x"], ["y", "z"]);

    [TestMethod]
    public void SaveOnnx_OfLargeInt8Weights_PutsThemBesideTheFile()
    {
        string path = LargeModels.Write(_folder);
        var data = Data();
        using var small = LargeModels.Estimator(_context, path, LargeModels.OnlyFloatIsLarge).Fit(data);
        using var large = LargeModels.Estimator(_context, path, LargeModels.BothAreLarge).Fit(data);
        small.SaveOnnx(_folder.File("small.onnx"));
        large.SaveOnnx(_folder.File("large.onnx"));

        Assert.IsFalse(File.Exists(_folder.File("small.onnx.data")));
        Assert.IsTrue(new FileInfo(_folder.File("large.onnx.data")).Length > LargeModels.BothAreLarge);
        CollectionAssert.AreEqual(
            File.ReadAllBytes(_folder.File("small.onnx")), OnnxModelWriter.ToBytes(OnnxModelReader.Load(_folder.File("large.onnx"))), "The same model, but for the place of its weights.");
        new InferenceSession(_folder.File("large.onnx")).Dispose();
        using var stock = _context.Transforms.ApplyOnnxModel(_folder.File("large.onnx")).Fit(data);
        CollectionAssert.AreEqual(ViewRows.Read(large.Transform(data), "y"), ViewRows.Read(stock.Transform(data), "y"));
    }

    [TestMethod]
    public void Save_OfAPipelineWithLargeInt8Weights_SaysWhatToDo()
    {
        using var large = LargeModels.Estimator(_context, LargeModels.Write(_folder), LargeModels.BothAreLarge).Fit(Data());
        using var stream = new MemoryStream();
        ErrorAssert.Throws<NotSupportedException>(() => _context.Model.Save(large, Data().Schema, stream), "dense.onnx'", "SaveOnnx", "ApplyOnnxModel");
    }

    [TestMethod]
    public void Dispose_RemovesLargeInt8Weights_AfterTheLastCursor()
    {
        var data = Data();
        var result = LargeModels.Quantize(LargeModels.Write(_folder), LargeModels.BothAreLarge);
        var estimator = new OnnxQuantizationEstimator(_context.Transforms, _folder.File("dense.onnx"), null, null, null) { Quantizer = (_, _, _, _) => result };
        var transformer = estimator.Fit(data);
        string weights = result.Model.DataFolder!.Folder;
        using (var cursor = transformer.Transform(data).GetRowCursor(transformer.GetOutputSchema(data.Schema)))
        {
            transformer.Dispose();
            Assert.IsTrue(Directory.Exists(weights));
            Assert.IsTrue(cursor.MoveNext());
        }

        Assert.IsFalse(Directory.Exists(weights));
        ErrorAssert.Throws<ObjectDisposedException>(() => transformer.SaveOnnx(_folder.File("late.onnx")), "dense.onnx'", "temporary folder");
        Assert.ThrowsExactly<ObjectDisposedException>(() => transformer.Report);
    }

    private IDataView Data() => PipelineData.Table(_context, 40, LargeModels.Inputs);
}
