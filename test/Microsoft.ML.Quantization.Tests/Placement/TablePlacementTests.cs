using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>Which tables are stored in INT8, each limit from both sides.</summary>
[TestClass]
public sealed class TablePlacementTests
{
    private const string Stored = "is stored in INT8 with a scale for each row";

    [TestMethod]
    [DataRow(64, false, Stored)]
    [DataRow(63, false, "its table has fewer than 256 values")]
    [DataRow(1024, true, Stored)]
    [DataRow(1023, true, "its table has fewer than 4096 values")]
    public void Choose_NeedsATableOfSomeSize(int rows, bool onlyWhereFaster, string reason) =>
        StringAssert.Contains(Reason(Table(rows, 4).Node("Gather", "table ids", "y").Output("y").Named(), onlyWhereFaster), reason);

    /// <summary>Of 1,024 x 4 floats and the rest, which together are 256 times as many or a few more.</summary>
    [TestMethod]
    [DataRow(255 * 4096, true, Stored)]
    [DataRow((255 * 4096) + 64, true, "its table is a small part of the model")]
    [DataRow((255 * 4096) + 64, false, Stored)]
    public void Choose_NeedsATableThatMatters(int others, bool onlyWhereFaster, string reason) => StringAssert.Contains(
        Reason(Table(1024, 4).Weights("others", new float[others], others).Node("Gather", "table ids", "y").Node("Identity", "others", "z").Output("y").Output("z").Named(), onlyWhereFaster), reason);

    [TestMethod]
    [DataRow(30.0, Stored + ", SQNR 30.0 dB")]
    [DataRow(29.9, "its table would have an SQNR of 29.9 dB in INT8")]
    [DataRow(double.NaN, "its table has values that are not finite")]
    public void Choose_NeedsATableThatInt8CanHold(double decibels, string reason) =>
        StringAssert.Contains(Reason(Table(64, 4).Node("Gather", "table ids", "y").Output("y").Named(), false, new() { ["table"] = decibels, ["other"] = 1 }), reason);

    [TestMethod]
    public void Choose_LeavesATableThatTheModelShows()
    {
        const string outside = "its table is read outside of the graph too";
        var gather = Table(64, 4).Node("Gather", "table ids", "y").Output("y");
        Assert.AreEqual(outside, Reason(gather.Input("table", 64, 4).Named(), false));
        Assert.AreEqual(outside, Reason(Table(64, 4).Node("Gather", "table ids", "y").Output("table").Named(), false));
    }

    /// <summary>Of a linear layer it may be the weights, but not the input.</summary>
    [TestMethod]
    [DataRow("g table", Stored)]
    [DataRow("table g", "'m' reads its table in FP32")]
    public void Choose_LetsALayerReadItAsWeights(string inputs, string reason) => StringAssert.Contains(
        Reason(Table(64, 4).Input("g", 4, 64).Node("Gather", "table ids", "y").Node("MatMul", inputs, "m").Output("y").Output("m").Named(), false), reason);

    [TestMethod]
    public void Choose_NamesAnExcludedReader()
    {
        var graph = Table(64, 4).Node("Gather", "table ids", "y").Node("Gather", "table ids", "z").Output("y").Output("z").Named();
        var plan = PlacementRun.Plan(graph, "z");
        Assert.AreEqual("'z', which is excluded by the options, reads its table too | excluded by the options", string.Join(" | ", plan.Nodes.Select(node => node.Reason)));
    }

    [TestMethod]
    public void Choose_LeavesRowsThatASubgraphReadsMoved()
    {
        var moved = Table(64, 4).Input("x", 1).Node("Gather", "table ids", "a").Node("Transpose", "a", "t");
        Assert.AreEqual("a subgraph reads what it gives", Reason(Subgraphs.If(moved, "t", "y").Output("y").Named(), false));
        var computed = Table(64, 4).Input("x", 1).Node("Gather", "table ids", "a").Node("Neg", "a", "t");
        StringAssert.Contains(Reason(Subgraphs.If(computed, "t", "y").Output("y").Named(), false), Stored);
    }

    [TestMethod]
    [DataRow("Gather", 0, 64L, 4L, 0)]
    [DataRow("Gather", -2, 64L, 4L, 0)]
    [DataRow("Gather", 1, 4L, 64L, 1)]
    [DataRow("Gather", -1, 4L, 64L, 1)]
    [DataRow("Gather", 0, 85L, 3L, null, DisplayName = "rows of three")]
    [DataRow("Gather", 2, 64L, 4L, null, DisplayName = "no such axis")]
    [DataRow("Gather", -3, 64L, 4L, null, DisplayName = "no such axis from the end")]
    [DataRow("Gather", 0, 0L, 4L, null, DisplayName = "no rows")]
    [DataRow("GatherND", 0, 64L, 4L, null)]
    [DataRow("GatherElements", 0, 64L, 4L, null)]
    public void RowAxis_IsWhereRowsAreLookedUp(string operatorType, int axis, long first, long second, int? expected)
    {
        var graph = new ModelBuilder(17).Weights("table", new float[first * second], first, second).Input("ids", DataType.Int64, 1).Node(operatorType, "table ids", "y", ("axis", axis)).Named();
        Assert.AreEqual(expected, GatheredTable.Find(new GraphIndex(graph)).Single().RowAxis);
    }

    [TestMethod]
    public void Find_TellsReadersFromOthers()
    {
        var graph = Table(64, 4).Weights("numbers", [1L, 2, 3], 3).Node("Gather", "table ids", "a").Node("Gather", "table ids", "b", ("axis", 1)).Node("Neg", "table", "c").Node("Gather", "numbers ids", "d")
            .Node("Gather", "a table", "e").Node("test:Gather", "table ids", "f").Named();
        var table = GatheredTable.Find(new GraphIndex(graph)).Single();
        Assert.AreEqual("a b | c e f", $"{string.Join(' ', table.Readers.Select(node => node.Name))} | {string.Join(' ', table.Others.Select(use => use.Node.Name))}");
        Assert.IsNull(table.RowAxis, "rows of two axes");
    }

    private static ModelBuilder Table(int rows, int width) => new ModelBuilder(17).Weights("table", new float[rows * width], rows, width).Input("ids", DataType.Int64, 2);

    private static string Reason(GraphProto graph, bool onlyWhereFaster, Dictionary<string, double>? errors = null) =>
        NodePlacement.Plan(graph, QuantizerRun.Target.Rules, new PlacementRequest([], [], onlyWhereFaster), tables: errors).Nodes.First(node => node.OperatorType == "Gather").Reason;
}
