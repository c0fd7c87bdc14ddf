using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class UnsupportedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfFormatsTooOld_SaysWhatIsNeeded()
    {
        NotSupported(Sound(6), "opset 6", "7 or later");
        NotSupported(Sound(13, irVersion: 2), "version 2", "3 or later");
        ModelProto none = Sound().Build();
        none.OpsetImport.Clear();
        Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(Write(none.ToByteArray()))), "operator set");
    }

    [TestMethod]
    public void Open_OfFormatsTooNew_SaysSo()
    {
        NotSupportedAtOpen(Sound(1000), "newer", "older opset");
        NotSupportedAtOpen(Sound(13, irVersion: 1000), "newer");
    }

    [TestMethod]
    public void Open_OfAnUnknownOperator_NamesIt()
    {
        NotSupportedAtOpen(new ModelBuilder(13).Input("x", 3).Node("Levitate", "x", "y").Output("y"), "'Levitate'", "m.onnx");
        NotSupportedAtOpen(new ModelBuilder(13).Import("acme.ops", 1).Input("x", 3).Node("acme.ops:Levitate", "x", "y").Output("y"), "Levitate");
        NotSupportedAtOpen(new ModelBuilder(9).Input("x", 3).Node("Levitate", "x", "y").Output("y"), "Levitate");
    }

    [TestMethod]
    public void Open_OfAnElementTypeWithoutNet_SaysSo() => NotSupportedAtOpen(
        new ModelBuilder(21).Input("x", DataType.Float, 3).Node("Cast", "x", "y", ("to", (int)DataType.Float8E4M3Fn)).Output("y", DataType.Float8E4M3Fn), "element type");

    [TestMethod]
    public void Open_OfAModelThatContradictsItself_QuotesOnnxRuntime()
    {
        string path = Write(new ModelBuilder(13).Input("x", 3).Weights("w", [1f, 2f], 2).Node("Conv", "x w", "y").Output("y").Build().ToByteArray());
        using OnnxModel model = OnnxModelReader.Load(path);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => ModelPreparer.Prepare(model));
        StringAssert.Contains(e.Message, path);
        Assert.IsInstanceOfType<OnnxRuntimeException>(e.InnerException);
    }

    private static ModelBuilder Sound(long opset = 13, long irVersion = 8) =>
        new ModelBuilder(opset, irVersion).Input("x", 3).Weights("w", [1f, 2f, 3f], 3).Node("Add", "x w", "y").Output("y");

    private void NotSupported(ModelBuilder model, params string[] parts)
    {
        string path = Write(model.Build().ToByteArray());
        Holds(Assert.ThrowsExactly<NotSupportedException>(() => OnnxModelReader.Load(path)), [path, .. parts]);
    }

    private void NotSupportedAtOpen(ModelBuilder builder, params string[] parts)
    {
        string path = Write(builder.Build().ToByteArray());
        using OnnxModel model = OnnxModelReader.Load(path);
        Holds(Assert.ThrowsExactly<NotSupportedException>(() => ModelPreparer.Prepare(model)), [path, .. parts]);
    }

    private string Write(byte[] content)
    {
        string path = _folder.File("m.onnx");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void Holds(Exception e, params string[] parts) => Array.ForEach(parts, part => StringAssert.Contains(e.Message, part));
}
