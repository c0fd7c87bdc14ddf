using Microsoft.ML.Quantization.Onnx;
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

    [TestMethod]
    public void Of_GivesSequencesALength()
    {
        var model = new ModelBuilder(13).Input("x", -1, -1, 16).Weights("w", new float[96], 16, 6).Node("MatMul", "x w", "y").Output("y").Model();
        CollectionAssert.AreEqual(new long[] { 1, 128, 6 }, TypicalShapes.Infer(model).Find("y")!.Dimensions.ToArray());
    }

    /// <summary>What a model says of its tensors is of the size it was traced with.</summary>
    [TestMethod]
    public void Of_LooksAtNoOtherSizesThanThoseOfInputs()
    {
        var proto = new ModelBuilder(13).Input("x", -1, 3, -1, -1).Weights("w", new float[48], 16, 3, 1, 1).Node("Conv", "x w", "c").Node("Relu", "c", "y").Output("y").Build();
        proto.Graph.ValueInfo.Add(ModelBuilder.Value("c", TensorProto.Types.DataType.Float, [1, 16, 10, 10]));
        CollectionAssert.AreEqual(new long[] { 1, 16, 224, 224 }, TypicalShapes.Infer(new OnnxModel(proto, "test.onnx")).Find("c")!.Dimensions.ToArray());
    }

    [TestMethod]
    public void Of_StandsAnInputOfNoKnownRank()
    {
        var proto = new ModelBuilder(13).Input("x", 1, 4).Node("Add", "x z", "y").Node("Relu", "x", "r").Output("y").Output("r").Build();
        proto.Graph.Input.Add(ModelBuilder.Value("z", TensorProto.Types.DataType.Float, null));
        CollectionAssert.AreEqual(new long[] { 1, 4 }, TypicalShapes.Infer(new OnnxModel(proto, "test.onnx")).Find("r")!.Dimensions.ToArray());
    }
}
