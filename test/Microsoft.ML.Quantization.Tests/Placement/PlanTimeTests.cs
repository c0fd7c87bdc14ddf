using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class PlanTimeTests
{
    private static readonly TensorShapes Shapes = TensorShapes.Infer(new OnnxModel(SmallModels.Conv(), "test.onnx"));

    private static readonly KnownCosts Costs = new() { Gains = { ["a"] = 9000, ["b"] = 2000, ["d"] = 7 }, Conversions = { ["x"] = 1, ["a"] = 20, ["b"] = 300, ["d"] = 4000 } };

    /// <summary>x -> a -> b -> Sigmoid -> d, of which a is an output too. Nodes gain 1500 at least.</summary>
    private static readonly GraphProto Graph = SmallModels.Images()
        .Node("Conv", "x w b", "a", SmallModels.Padded).Node("Conv", "a w b", "b", SmallModels.Padded).Node("Sigmoid", "b", "s").Node("Conv", "s w b", "d", SmallModels.Padded)
        .Output("a").Output("d").Named();

    [TestMethod]
    [DataRow("", 1 + 20 + 300 + 0 + 4000 - 9000 - 2000 - 1500)]
    [DataRow("d", 1 + 20 + 300 - 9000 - 2000)]
    [DataRow("d a", 20 + 300 - 2000)]
    [DataRow("d b", 1 + 20 - 9000)]
    [DataRow("a b d", 0)]
    public void Estimate_CountsGainsAndConversions(string excluded, int expected) =>
        Assert.AreEqual(expected, Estimate(countsNodes: false, excluded));

    [TestMethod]
    public void Estimate_ByNodesCountsTheirNumber() => Assert.AreEqual(-2 * 1500, Estimate(countsNodes: true, "d"));

    [TestMethod]
    public void Estimate_WithoutCostsIsTheLeastOfEachNode() =>
        Assert.AreEqual(-3 * 1500, new PlanTime(Graph, new NoCosts(), Shapes, countsNodes: false).Estimate(PlacementRun.Plan(Graph)));

    private static double Estimate(bool countsNodes, string excluded) =>
        new PlanTime(Graph, Costs.Rules, Shapes, countsNodes).Estimate(PlacementRun.Plan(Graph, excluded.Split(' ')));

    private sealed class NoCosts : PlacementRules
    {
        public override OperatorRules Operators => QuantizerRun.Target.Rules.Operators;
    }
}
