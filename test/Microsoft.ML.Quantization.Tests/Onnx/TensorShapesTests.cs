using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class TensorShapesTests
{
    [TestMethod]
    public void Of_KnowsInputsWeightsAndEveryTensorBetween()
    {
        OnnxModel model = new ModelBuilder(13).Input("x", -1, 3).Weights("w", [1f, 2f, 3f, 4f, 5f, 6f], 3, 2)
            .Node("MatMul", "x w", "m").Node("ArgMax", "m", "i", ("axis", 1)).Node("Shape", "m", "s").Node("Relu", "m", "y").Output("y").Model();
        ModelProto before = model.Proto.Clone();

        TensorShapes shapes = TensorShapes.Infer(model);

        CollectionAssert.AreEqual(new long[] { -1, 2 }, shapes.Find("m")!.Dimensions.ToArray());
        Assert.AreEqual("x_0", shapes.Find("m")!.Symbols[0]);
        Assert.AreEqual((int)DataType.Float, shapes.Find("m")!.ElementType);
        Assert.AreEqual((int)DataType.Int64, shapes.Find("i")!.ElementType);
        CollectionAssert.AreEqual(new long[] { 2 }, shapes.Find("s")!.Dimensions.ToArray());
        CollectionAssert.AreEqual(new long[] { 3, 2 }, shapes.Find("w")!.Dimensions.ToArray());
        CollectionAssert.AreEqual(new long[] { -1, 3 }, shapes.Find("x")!.Dimensions.ToArray());
        Assert.IsNull(shapes.Find("nothing"));
        Assert.AreEqual(before, model.Proto);
    }
}
