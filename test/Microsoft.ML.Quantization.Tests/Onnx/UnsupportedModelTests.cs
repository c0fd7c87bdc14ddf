using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class UnsupportedModelTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfFormatsTooOld_SaysWhatIsNeeded()
    {
        NotSupported(SmallModels.Sum(6), "opset 6", "7 or later");
        NotSupported(SmallModels.Sum(13, irVersion: 2), "version 2", "3 or later");
        ModelProto none = SmallModels.Sum().Build();
        none.OpsetImport.Clear();
        _folder.AssertRefused<InvalidDataException>(none, "operator set");
    }

    [TestMethod]
    public void Open_OfFormatsTooNew_SaysSo()
    {
        NotSupportedAtOpen(SmallModels.Sum(1000), "newer", "older opset");
        NotSupportedAtOpen(SmallModels.Sum(13, irVersion: 1000), "newer");
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
        string path = _folder.Write(new ModelBuilder(13).Input("x", 3).Weights("w", [1f, 2f], 2).Node("Conv", "x w", "y").Output("y").Build());
        using OnnxModel model = OnnxModelReader.Load(path);
        var e = ErrorAssert.Throws<InvalidDataException>(() => ModelPreparer.Prepare(model), path);
        Assert.IsInstanceOfType<OnnxRuntimeException>(e.InnerException);
    }

    private void NotSupported(ModelBuilder model, params string[] parts) => _folder.AssertRefused<NotSupportedException>(model.Build(), parts);

    private void NotSupportedAtOpen(ModelBuilder builder, params string[] parts)
    {
        string path = _folder.Write(builder.Build());
        using OnnxModel model = OnnxModelReader.Load(path);
        ErrorAssert.Throws<NotSupportedException>(() => ModelPreparer.Prepare(model), [path, .. parts]);
    }
}
