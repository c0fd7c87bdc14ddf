using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>What runs in INT8 where every cost is known.</summary>
[TestClass]
public sealed class RegionCostsTests
{
    private static readonly TensorShapes Shapes = TensorShapes.Infer(new OnnxModel(SmallModels.Conv(), "test.onnx"));

    /// <summary>All choices of a few convolutions are tried; the one that is made costs the least, errors priced or not.</summary>
    [TestMethod]
    public void Choose_FindsWhatTryingAllRegionsFinds()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var graph = Convolutions(random, random.Next(2, 6));
            string[] nodes = [.. graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Name)];
            var costs = new KnownCosts
            {
                Gains = nodes.ToDictionary(name => name, _ => (double)random.Next(-2000, 6000)),
                Conversions = graph.Node.Select(node => node.Output[0]).Append("x").ToDictionary(name => name, _ => (double)random.Next(3000)),
            };
            var prices = seed % 2 == 0 ? null : new ErrorPrices(
                nodes.ToDictionary(name => name, _ => (double)random.Next(4000)),
                costs.Conversions.Keys.ToDictionary(name => name, _ => (double)random.Next(3000)),
                CountsNodes: false);
            double Cost(QuantizationPlan plan) => CostOf(plan, graph, costs, prices);

            var chosen = NodePlacement.Plan(graph, costs.Rules, new PlacementRequest([], [], OnlyWhereFaster: true), Shapes, prices);
            double least = Enumerable.Range(0, 1 << nodes.Length).Min(subset => Cost(PlacementRun.Plan(graph, [.. nodes.Where((_, i) => (subset >> i & 1) != 0)])));
            Assert.AreEqual(least, Cost(chosen), $"seed {seed}: {chosen}");
        }
    }

    [TestMethod]
    [DataRow(0, "a b")]
    [DataRow(1499, "a b")]
    [DataRow(1501, "a")]
    public void Choose_ByNodesCountsEachAlike(int price, string expected)
    {
        // Neither times nor conversions count, and every node is worth 1500.
        var graph = Chain("Conv").Named();
        var costs = new KnownCosts { Gains = { ["a"] = 1e9, ["b"] = 1e9 }, Conversions = { ["x"] = 1e9, ["a"] = 1e9, ["b"] = 1e9 } };
        var prices = new ErrorPrices(new Dictionary<string, double> { ["b"] = price }, new Dictionary<string, double>(), CountsNodes: true);
        var plan = NodePlacement.Plan(graph, costs.Rules, new PlacementRequest([], [], OnlyWhereFaster: false), Shapes, prices);
        Assert.AreEqual(expected, plan.IntegerNodes());
        Assert.AreEqual(expected == "a", plan.Nodes[1].Reason == "its errors cost more than its time");
    }

    [TestMethod]
    public void Choose_ByNodesCountsNoActivationEither()
    {
        var graph = Chain("MatMul", "Relu").Named();
        var costs = new KnownCosts { Apart = { [("r", true)] = 1e9 } };
        var prices = new ErrorPrices(new Dictionary<string, double> { ["b"] = 1600 }, new Dictionary<string, double>(), CountsNodes: true);
        Assert.AreEqual("a", NodePlacement.Plan(graph, costs.Rules, new PlacementRequest([], [], OnlyWhereFaster: false), Shapes, prices).IntegerNodes());
    }

    /// <summary>A layer whose Relu is folded has to stay apart from FP32 behind it: "b" gains nothing, but spares "a" that.</summary>
    [TestMethod]
    [DataRow(100, "a")]
    [DataRow(500, "a b")]
    [DataRow(double.NaN, "a")]
    public void Choose_CountsAnActivationThatFp32WouldHaveDone(double apart, string expected)
    {
        var graph = Chain("MatMul", "Relu").Named();
        var costs = new KnownCosts { Gains = { ["a"] = 1000, ["b"] = -300 }, Conversions = { ["x"] = 100 }, Apart = { [("r", true)] = apart } };
        Assert.AreEqual(expected, Faster(graph, costs).IntegerNodes());
    }

    /// <summary>An output of the model is read in FP32 whatever is chosen; a linear layer gives that for nothing unless INT8 reads it too.</summary>
    [TestMethod]
    [DataRow(100, "a b")]
    [DataRow(500, "b")]
    [DataRow(double.NaN, "a b")]
    public void Choose_CountsALinearLayerThatBothRead(double apart, string expected)
    {
        var costs = new KnownCosts { Gains = { ["a"] = 300, ["b"] = 1000 }, Conversions = { ["x"] = 100, ["a"] = 50 }, Apart = { [("a", false)] = apart } };
        Assert.AreEqual(expected, Faster(Chain("MatMul").Output("a").Named(), costs).IntegerNodes());
        Assert.AreEqual("a", Faster(new ModelBuilder(13).Input("x", SmallModels.Vector).Weights("w", new float[256], 16, 16).Node("MatMul", "x w", "a").Output("a").Named(), costs).IntegerNodes());
    }

    [TestMethod]
    [DataRow(-1, "a Conv of this shape is no faster in INT8")]
    [DataRow(0, "a Conv of this shape is no faster in INT8")]
    [DataRow(1, "it and its neighbours would be no faster in INT8, conversions counted")]
    public void Choose_TellsWhatWasTooLittle(int gain, string reason)
    {
        var costs = new KnownCosts { Gains = { ["a"] = gain, ["b"] = gain }, Conversions = { ["x"] = 100, ["b"] = 100 } };
        Assert.AreEqual(reason, Faster(Chain("Conv").Named(), costs).Nodes[0].Reason);
    }

    [TestMethod]
    public void Choose_KeepsWhatIsNotKnown() =>
        Assert.AreEqual("a", Faster(Chain("Conv").Named(), new KnownCosts { Gains = { ["a"] = double.NaN, ["b"] = -1 }, Conversions = { ["x"] = 1e9, ["a"] = double.NaN } }).IntegerNodes());

    private static QuantizationPlan Faster(GraphProto graph, KnownCosts costs) =>
        NodePlacement.Plan(graph, costs.Rules, new PlacementRequest([], [], OnlyWhereFaster: true), Shapes);

    private static ModelBuilder Chain(string operatorType, string? activation = null)
    {
        var builder = (operatorType == "Conv" ? SmallModels.Images() : new ModelBuilder(13).Input("x", SmallModels.Vector).Weights("w", new float[256], 16, 16)).Node(operatorType, "x w", "a");
        return (activation == null ? builder : builder.Node(activation, "a", "r")).Node(operatorType, activation == null ? "a w" : "r w", "b").Output("b");
    }

    /// <summary>Convolutions, some with a Relu, that read any tensor before them; some tensors are outputs too.</summary>
    private static GraphProto Convolutions(Random random, int count)
    {
        var builder = SmallModels.Images();
        List<string> tensors = ["x"];
        for (int i = 0; i < count; i++)
        {
            builder.Node("Conv", $"{tensors[random.Next(tensors.Count)]} w b", $"c{i}", SmallModels.Padded);
            bool hasRelu = random.Next(3) == 0;
            tensors.Add(hasRelu ? $"r{i}" : $"c{i}");
            _ = hasRelu ? builder.Node("Relu", $"c{i}", $"r{i}") : builder;
            _ = random.Next(3) == 0 || i == count - 1 ? builder.Output(tensors[^1]) : builder;
        }

        return builder.Named();
    }

    private static double CostOf(QuantizationPlan plan, GraphProto graph, KnownCosts costs, ErrorPrices? prices)
    {
        var values = new PlannedGraph(new GraphIndex(graph), plan).Values;
        double nodes = plan.Nodes.Where(node => node.IsQuantized).Sum(node => (prices?.Weights[node.Name] ?? 0) - (prices == null ? costs.Gains[node.Name] : Math.Max(costs.Gains[node.Name], 1500)));
        return nodes + plan.Tensors.Sum(tensor => (prices?.Tensors[tensor.Name] ?? 0) + (values.IsMadeInInt8(tensor.Name) && !values.IsReadInFloat(tensor.Name) ? 0 : costs.Conversions[tensor.Name]));
    }
}
