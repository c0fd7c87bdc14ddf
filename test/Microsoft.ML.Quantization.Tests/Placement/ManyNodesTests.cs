using System.Diagnostics;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>Work that grows with the square of the nodes takes minutes here; work that grows with them takes a second or two.</summary>
[TestClass]
public sealed class ManyNodesTests
{
    private const int Nodes = 10_000;

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    [TestMethod]
    public void ACutBetweenManyVertices_IsFoundInAFewRounds()
    {
        var cut = new MinimumCut();
        int shared = cut.AddVertex();
        cut.AddEdge(shared, MinimumCut.Second, 500);
        for (int i = 0; i < 10 * Nodes; i++)
        {
            int vertex = cut.AddVertex();
            cut.AddEdge(i % 2 == 0 ? MinimumCut.First : vertex, i % 2 == 0 ? vertex : MinimumCut.Second, 1 + (i % 7));
            cut.AddEdge(vertex, shared, i % 3 == 0 ? MinimumCut.Never : 5);
        }

        bool[] first = cut.Solve();
        Assert.IsTrue(first[MinimumCut.First] && first[shared] && !first[MinimumCut.Second]);
        AssertQuick();
    }

    [TestMethod]
    [DataRow("parallel")]
    [DataRow("chain")]
    [DataRow("carriers")]
    [DataRow("concat")]
    public void ManyNodes_ArePlacedInTime(string form)
    {
        var graph = Graph(form).Graph;
        var plan = NodePlacement.Plan(graph, QuantizerRun.Target.Rules, QuantizerRun.Everything.Placement);
        Assert.HasCount(graph.Node.Count, plan.Nodes);
        AssertQuick();
    }

    [TestMethod]
    [DataRow("parallel")]
    [DataRow("concat")]
    public void ManyNodes_AreWrittenInTime(string form)
    {
        var model = new OnnxModel(Graph(form), "test.onnx");
        var plan = NodePlacement.Plan(model.Graph, QuantizerRun.Target.Rules, QuantizerRun.Everything.Placement);
        var settings = new QdqSettings { Target = QuantizerRun.Target, Activations = plan.ObservedTensors.ToDictionary(name => name, _ => new QuantizationParameters(0.1f, 128, QuantizedType.UInt8)) };
        Assert.IsGreaterThan(Nodes, QdqRewriter.Rewrite(model, plan, settings).Graph.Node.Count(node => node.OpType == "DequantizeLinear"));
        AssertQuick();
    }

    private void AssertQuick() => Assert.IsLessThan(20, _clock.Elapsed.TotalSeconds);

    private static ModelProto Graph(string form)
    {
        var model = new ModelBuilder(17).Input("x", 1, 4).Weights("w", QuantizerRun.Uniform(new Random(1), 16), 4, 4);
        string all = "";
        switch (form)
        {
            case "parallel":
                model.Node("MatMul", "x w", "h");
                for (int i = 0; i < Nodes - 1; i++)
                {
                    model.Node("MatMul", "x w", $"y{i}");
                }

                all = string.Join(' ', Enumerable.Range(0, Nodes - 1).Select(i => $"y{i}"));
                model.Node("Sum", $"h {all}", "y");
                break;
            case "chain":
                // INT8 values that are moved on and on, and read by no INT8 node in the end.
                model.Node("MatMul", "x w", "t0").Node("MatMul", "t0 w", "r").Node("Add", "t0 r", "s0");
                for (int i = 0; i < Nodes; i++)
                {
                    model.Node("Transpose", $"s{i}", $"s{i + 1}");
                }

                model.Node("Sigmoid", $"s{Nodes}", "y");
                break;
            default:
                model.Node("MatMul", "x w", "h");
                for (int i = 0; i < Nodes; i++)
                {
                    model.Node(form == "concat" ? "MatMul" : "Transpose", form == "concat" ? "h w" : "h", $"y{i}");
                }

                all = string.Join(' ', Enumerable.Range(0, Nodes).Select(i => $"y{i}"));
                model.Node("Concat", all, "c", ("axis", 1)).Weights("v", QuantizerRun.Uniform(new Random(2), 4 * Nodes), 4 * Nodes, 1).Node(form == "concat" ? "MatMul" : "Sigmoid", form == "concat" ? "c v" : "c", "y");
                break;
        }

        var built = model.Output("y").Build();
        for (int i = 0; i < built.Graph.Node.Count; i++)
        {
            built.Graph.Node[i].Name = $"n{i}";
        }

        return built;
    }
}
