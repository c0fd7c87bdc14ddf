using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>A model saved where one with external data was.</summary>
[TestClass]
public sealed class ReplacedModelTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TheOldModelsData_GoesWithIt()
    {
        using OnnxModel big = BigModel.Make();
        OnnxModelWriter.Save(big, _folder.File("m.onnx"));
        OnnxModelWriter.Save(Small(), _folder.File("m.onnx"));
        CollectionAssert.AreEqual(new[] { "m.onnx" }, _folder.Entries);
        using var saved = OnnxModelReader.Load(_folder.File("m.onnx"));
        ModelRunner.AssertSame(Small(), saved, tolerance: 0);
    }

    [TestMethod]
    public void DataOfAnotherName_Stays()
    {
        using OnnxModel big = BigModel.Make();
        OnnxModelWriter.Save(big, _folder.File("other.onnx"));
        File.Copy(_folder.File("other.onnx"), _folder.File("m.onnx"));
        File.WriteAllText(_folder.File("m.onnx.data"), "not of this model");
        OnnxModelWriter.Save(Small(), _folder.File("m.onnx"));
        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data", "other.onnx", "other.onnx.data" }, _folder.Entries);
    }

    [TestMethod]
    public void DataBesideWhatIsNoModel_Stays()
    {
        File.WriteAllText(_folder.File("m.onnx"), "not a model");
        File.WriteAllText(_folder.File("m.onnx.data"), "nobody knows whose");
        OnnxModelWriter.Save(Small(), _folder.File("m.onnx"));
        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, _folder.Entries);
    }

    private static OnnxModel Small() => new(SmallModels.Sum().Build(), "small.onnx");
}
