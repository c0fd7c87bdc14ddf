using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class TypicalShapesTests
{
    [TestMethod]
    public void Of_GivesFreeDimensionsASizeAndOneRow()
    {
        var model = new ModelBuilder(13).Input("x", -1, 3, -1, -1).Weights("w", new float[48], 16, 3, 1, 1).Node("Conv", "x w", "c").Node("Relu", "c", "y").Output("y").Model();
        var before = model.Proto.Clone();
        CollectionAssert.AreEqual(new long[] { 1, 16, 224, 224 }, TypicalShapes.Infer(model).Find("c")!.Dimensions.ToArray());
        Assert.AreEqual(before, model.Proto);
    }

    [TestMethod]
    public void Of_KeepsTheSizesOfTheModel()
    {
        var model = new ModelBuilder(13).Input("x", -1, 3, 20, 30).Node("Relu", "x", "y").Output("y").Model();
        CollectionAssert.AreEqual(new long[] { 1, 3, 20, 30 }, TypicalShapes.Infer(model).Find("y")!.Dimensions.ToArray());
    }

    [TestMethod]
    public void Of_LeavesFreeWhatCannotHaveThatSize()
    {
        var model = new ModelBuilder(13).Input("x", 1, -1).Weights("w", new float[12], 4, 3).Node("MatMul", "x w", "y").Output("y").Model();
        CollectionAssert.AreEqual(new long[] { 1, -1 }, TypicalShapes.Infer(model).Find("x")!.Dimensions.ToArray());
    }
}
