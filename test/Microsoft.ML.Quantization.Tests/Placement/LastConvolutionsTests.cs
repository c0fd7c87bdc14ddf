using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class LastConvolutionsTests
{
    [TestMethod]
    public void Find_GivesHeadsInTheirOrderWithWhatIsMadeOfThem()
    {
        var graph = Layer("x", "a").Node("Relu", "a", "r").Node("Conv", "r w2 b", "p", SmallModels.Padded).Node("Conv", "r w b", "q", SmallModels.Padded)
            .Node("Sigmoid", "p", "s").Node("Relu", "q", "u").Node("Exp", "u", "e").Output("s").Output("u").Output("e").Named();
        Assert.AreEqual("p: p > s; q: u > u,e", Text(graph));
    }

    [TestMethod]
    public void Find_LeavesWhatOtherWeightsReadByWayOfFloat() =>
        Assert.AreEqual("d: d > d", Text(Layer("x", "a").Node("Sigmoid", "a", "s").Node("Exp", "s", "e").Node("Conv", "e w2 b", "d", SmallModels.Padded).Output("d").Named()));

    [TestMethod]
    public void Find_LeavesWhatWeightsReadAPartOf() => Assert.AreEqual(
        "d: d > d",
        Text(Layer("x", "a").Weights("half", new float[4 * 4 * 9], 4, 4, 3, 3).Node("Split", "a", "p q", ("axis", 1)).Node("Conv", "q half", "d").Output("p").Output("d").Named()));

    [TestMethod]
    public void Find_CountsWeightsInInt8Only()
    {
        var graph = Layer("x", "a").Node("Conv", "a w2 b", "d", SmallModels.Padded).Output("d").Named();
        Assert.AreEqual("a: a > d", Text(graph, "d"));
        Assert.AreEqual("", Text(graph, "a", "d"));
    }

    [TestMethod]
    public void Find_LeavesWhatASubgraphReads() => Assert.AreEqual("", Text(Subgraphs.If(Layer("x", "a").Node("Sigmoid", "a", "s"), "s", "y").Output("y").Named()));

    [TestMethod]
    public void Find_LeavesLinearLayers() => Assert.AreEqual(
        "",
        Text(new ModelBuilder(13).Input("x", SmallModels.Vector).Weights("w", new float[256], 16, 16).Node("MatMul", "x w", "a").Output("a").Named()));

    private static ModelBuilder Layer(string input, string output) => SmallModels.Images().Node("Conv", $"{input} w b", output, SmallModels.Padded);

    private static string Text(GraphProto graph, params string[] excluded) => string.Join(
        "; ", LastConvolutions.Find(graph, PlacementRun.Plan(graph, excluded)).Select(last => $"{last.Node}: {last.Tensor} > {string.Join(',', last.Outputs)}"));
}
