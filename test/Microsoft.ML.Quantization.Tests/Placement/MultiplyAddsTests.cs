using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class MultiplyAddsTests
{
    [TestMethod]
    public void Count_OfAConvolutionIsThatOfEachOutput() =>
        Assert.AreEqual(6.0 * 6 * 8 * 8 * 9, Count(SmallModels.Images().Node("Conv", "x w b", "y", SmallModels.Padded).Output("y")));

    [TestMethod]
    public void Count_OfATransposedConvolutionIsThatOfEachInput() => Assert.AreEqual(
        6.0 * 6 * 8 * 5 * 4,
        Count(SmallModels.Images().Weights("t", new float[8 * 5 * 4], 8, 5, 2, 2).Node("ConvTranspose", "x t", "y", ("strides", new[] { 2, 2 })).Output("y")));

    /// <summary>Of one row; a size that is not known counts as one.</summary>
    [TestMethod]
    [DataRow(7, 3, 3 * 16 * 6)]
    [DataRow(-1, 3, 3 * 16 * 6)]
    [DataRow(7, -1, 16 * 6)]
    public void Count_IsThatOfARow(int rows, int words, int expected) => Assert.AreEqual(
        expected,
        Count(new ModelBuilder(13).Input("x", rows, words, 16).Weights("w", new float[96], 16, 6).Node("MatMul", "x w", "y").Output("y")));

    [TestMethod]
    public void Count_LeavesWhatHasNoConstantWeights() => Assert.AreEqual(
        96,
        Count(new ModelBuilder(13).Input("x", 1, 16).Input("v", 16, 6).Weights("w", new float[96], 16, 6).Node("MatMul", "x w", "a").Node("MatMul", "x v", "c").Node("Add", "a c", "y").Output("y")));

    private static double Count(ModelBuilder builder)
    {
        var model = builder.Model();
        return MultiplyAdds.Count(model.Graph, TensorShapes.Infer(model));
    }
}
