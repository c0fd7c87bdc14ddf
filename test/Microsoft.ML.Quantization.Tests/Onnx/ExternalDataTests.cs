using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class ExternalDataTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Save_OfAModelOverTheLimit_PutsWeightsInOneFileBesideIt()
    {
        using OnnxModel model = BigModel.Make();
        string path = _folder.File("m.onnx");
        OnnxModelWriter.Save(model, path);

        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, _folder.Entries);
        Assert.IsLessThan(2000, new FileInfo(path).Length);
        using var plain = new InferenceSession(path);
        using OnnxModel inline = OnnxModelReader.Load(path);
        Assert.IsNull(inline.DataFolder);
        ModelRunner.AssertSame(model, inline, tolerance: 0);
    }

    [TestMethod]
    public void Load_OfAModelOverTheLimit_LeavesWeightsOnDiskAndEverythingWorks()
    {
        using OnnxModel model = BigModel.Make();
        OnnxModelWriter.Save(model, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), BigModel.Limit);

        Assert.IsNotNull(outside.DataFolder);
        Assert.AreEqual(model.WeightBytes, outside.WeightBytes);
        Assert.AreEqual(DataLocation.External, outside.Graph.Initializer[0].DataLocation);
        CollectionAssert.AreEqual(TensorData.Floats(model.Graph.Initializer[0]), TensorData.Floats(outside.Inline(outside.Graph.Initializer[0])));
        ModelRunner.AssertSame(model, outside, tolerance: 0);
        Assert.AreEqual(ModelHash.Compute(model), ModelHash.Compute(outside));

        OnnxModelWriter.Save(outside, _folder.File("copy.onnx"));
        using OnnxModel copy = OnnxModelReader.Load(_folder.File("copy.onnx"));
        ModelRunner.AssertSame(model, copy, tolerance: 0);
    }

    [TestMethod]
    public void Prepare_OfAModelOverTheLimit_KeepsWeightsOnDiskUntilDisposed()
    {
        using OnnxModel model = BigModel.Make();
        OnnxModelWriter.Save(model, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), BigModel.Limit);

        OnnxModel prepared = ModelPreparer.Prepare(outside);
        string folder = prepared.DataFolder!.Folder;
        ModelRunner.AssertSame(model, prepared, tolerance: 1e-6);
        OnnxModelWriter.Save(prepared, _folder.File("prepared.onnx"));
        Assert.IsTrue(Directory.Exists(folder));

        prepared.Dispose();
        Assert.IsFalse(Directory.Exists(folder));
        using OnnxModel saved = OnnxModelReader.Load(_folder.File("prepared.onnx"));
        ModelRunner.AssertSame(model, saved, tolerance: 1e-6);
    }

    [TestMethod]
    public void Prepare_OfAnOldModelOverTheLimit_RaisesIt()
    {
        using OnnxModel current = BigModel.Make();
        ModelProto old = current.Proto.Clone();
        Opset.SetVersion(old, 9);
        OnnxModelWriter.Save(new OnnxModel(old, "old") { InlineLimit = BigModel.Limit }, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), BigModel.Limit);

        using OnnxModel prepared = ModelPreparer.Prepare(outside);
        Assert.AreEqual(13, Opset.Version(prepared.Proto));
        ModelRunner.AssertSame(current, prepared, tolerance: 1e-6);
    }

    [TestMethod]
    public void OpenSession_OverTheLimit_LeavesNoFolderBehind()
    {
        using OnnxModel model = BigModel.Make();
        using var options = new SessionOptions();
        InferenceSession session = model.OpenSession(options);
        Assert.IsInstanceOfType<TemporaryFolderSession>(session);
        string folder = ((TemporaryFolderSession)session).Folder;
        Assert.IsTrue(Directory.Exists(folder));

        session.Dispose();
        Assert.IsFalse(Directory.Exists(folder));
    }

    [TestMethod]
    public void Save_OverTheFileItsWeightsComeFrom_IsRefused()
    {
        OnnxModelWriter.Save(BigModel.Make(), _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), BigModel.Limit);

        ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(outside, _folder.File("m.onnx")), "m.onnx.data");
        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, _folder.Entries);
    }

    [TestMethod]
    public void Save_Cancelled_LeavesTheOldFilesAlone()
    {
        OnnxModelWriter.Save(BigModel.Make(), _folder.File("m.onnx"));
        byte[] old = File.ReadAllBytes(_folder.File("m.onnx.data"));

        Assert.ThrowsExactly<OperationCanceledException>(() => OnnxModelWriter.Save(BigModel.Make(5), _folder.File("m.onnx"), new CancellationToken(canceled: true)));
        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, _folder.Entries);
        CollectionAssert.AreEqual(old, File.ReadAllBytes(_folder.File("m.onnx.data")));
    }
}
