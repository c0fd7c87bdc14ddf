using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Tables that values are looked up in are stored in INT8, and only what is looked up is brought to FP32.</summary>
[TestClass]
public sealed class QuantizedTableTests
{
    private const int Rows = 300;
    private const int Width = 16;

    /// <summary>Rows of sizes from 0.01 to 100, as one scale for all could not hold.</summary>
    private static readonly float[] Values = [.. QuantizerRun.Uniform(new Random(5), Rows * Width).Select((value, i) => value * MathF.Pow(10, (i / Width % 5) - 2))];

    [TestMethod]
    [DataRow("Gather", new long[] { 1, 4 }, 0)]
    [DataRow("Gather", new long[] { 1, 4 }, -2)]
    [DataRow("Gather", new long[0], 0)]
    [DataRow("Gather", new long[] { 3 }, 1)]
    public void EachRowHasAScale(string operatorType, long[] shape, int axis)
    {
        float[] table = axis == 1 ? [.. Transposed(Values, Rows)] : Values;
        long[] dimensions = axis == 1 ? [Width, Rows] : [Rows, Width];
        var model = Table(table, dimensions, shape).Node(operatorType, "table ids", "y", ("axis", axis)).Output("y").Build();
        var result = QuantizerRun.Quantize(model, Ids(20, shape));

        foreach (var row in Ids(50, shape))
        {
            using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
            using var actual = new SampleRun(result.Model);
            float[] want = expected.Outputs(row)[0], have = actual.Outputs(row)[0];
            var ids = (long[])row[0].Values;
            for (int i = 0; i < want.Length; i++)
            {
                long id = ids[axis == 1 ? i % ids.Length : i / Width];
                float largest = Values.AsSpan((int)((id + Rows) % Rows) * Width, Width).ToArray().Max(MathF.Abs);
                Assert.IsLessThanOrEqualTo(0.501f * largest / 127, Math.Abs(want[i] - have[i]));
            }
        }

        AssertStored(result, bytes: Rows * (Width + 4));
        Assert.IsEmpty(result.Nodes("DequantizeLinear"), "The whole table would be dequantized.");
    }

    [TestMethod]
    [DataRow("GatherElements")]
    [DataRow("GatherND")]
    [DataRow("Gather")]
    public void WhatHasNoRows_HasOneScale(string operatorType)
    {
        float[] values = QuantizerRun.Uniform(new Random(5), 600);
        var model = Table(values, [300, 2], [3, 2]).Node(operatorType, "table ids", "y").Output("y").Build();
        var rows = QuantizerRun.Rows(10).Select((_, i) => new TensorValue[] { new("ids", new long[] { i, 1, 2 * i, 0, 7, 1 }, [3, 2]) }).ToArray();
        var result = QuantizerRun.Quantize(model, rows);
        Assert.IsLessThanOrEqualTo(0.501 / 127, QuantizerRun.LargestErrors(model, result, rows).Single());
        AssertStored(result, bytes: 600);
    }

    [TestMethod]
    public void NodesThatReadOneTable_ShareIt()
    {
        var model = Table(Values, [Rows, Width], [2]).Node("Gather", "table ids", "a").Node("Abs", "ids", "others").Node("Gather", "table others", "b").Node("Sub", "a b", "y").Output("y").Build();
        AssertStored(QuantizerRun.Quantize(model, Ids(5, [2])), bytes: Rows * (Width + 4));
    }

    [TestMethod]
    public void AnExcludedNode_KeepsItsTable()
    {
        var model = Table(Values, [Rows, Width], [2]).Node("Gather", "table ids", "a").Node("Abs", "ids", "others").Node("Gather", "table others", "b").Node("Sub", "a b", "y").Output("y").Build();
        (model.Graph.Node[0].Name, model.Graph.Node[2].Name) = ("first", "second");
        AssertFloat(model, [2], new QuantizationOptions { OnlyWhereFaster = false, ExcludedNodes = ["first"] }, "excluded by the options", "'first', which is excluded by the options, reads its table too");
        AssertFloat(model, [2], new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Gather"] }, "excluded by the options", "excluded by the options");
    }

    [TestMethod]
    public void ATableThatFp32Reads_Stays() => AssertFloat(
        Table(Values, [Rows, Width], [2]).Node("Gather", "table ids", "a").Node("ReduceMean", "table", "mean", ("axes", new[] { 0 })).Node("Identity", "table", "copy").Node("Mul", "copy scale", "scaled")
            .Input("scale", 1).Node("Add", "a mean", "y").Output("y").Output("scaled").Build(),
        [2],
        QuantizerRun.Everything,
        "reads its table in FP32");

    [TestMethod]
    public void ATableThatASubgraphReads_Stays()
    {
        var branch = new GraphProto { Name = "branch" };
        branch.Node.Add(ModelBuilder.MakeNode("Gather", "table ids", "inner"));
        branch.Output.Add(ModelBuilder.Value("inner", DataType.Float, null));
        var other = branch.Clone();
        other.Node[0].Output[0] = other.Output[0].Name = "other";
        AssertFloat(
            Table(Values, [Rows, Width], [2]).Weights("five", [5L]).Node("Gather", "table ids", "a")
                .Node("ReduceSum", "ids", "sum", ("keepdims", 0)).Node("Greater", "sum five", "more").Node("Squeeze", "more", "one")
                .Node("If", "one", "b", ("then_branch", branch), ("else_branch", other)).Node("Add", "a b", "y").Output("y").Build(),
            [2],
            QuantizerRun.Everything,
            "its table is read outside of the graph too");
    }

    [TestMethod]
    public void WhatInt8CannotHold_Stays()
    {
        float[] spikes = [.. Values.Select((value, i) => i % Width == 3 ? 1e4f : value)];
        AssertFloat(Table([.. spikes.Select((value, i) => i % 2 == 0 ? value : float.NaN)], [Rows, Width], [2]).Node("Gather", "table ids", "y").Output("y").Build(), [2], QuantizerRun.Everything, "not finite");
        float[] flat = [.. Enumerable.Range(0, 600).Select(i => i == 77 ? 1e4f : i % 7)];
        AssertFloat(Table(flat, [300, 2], [2]).Node("Gather", "table ids", "y").Output("y").Build(), [2], QuantizerRun.Everything, "dB in INT8");
    }

    [TestMethod]
    public void ASmallTable_StaysWhereSpeedDecides() =>
        AssertFloat(Table(Values[..1600], [100, Width], [2]).Node("Gather", "table ids", "y").Output("y").Build(), [2], new QuantizationOptions(), "its table has fewer than 4096 values");

    [TestMethod]
    public void AModelOfNothingButATable_IsMadeSmaller()
    {
        var model = Table(Values, [Rows, Width], [2]).Node("Gather", "table ids", "y").Output("y").Build();
        var result = QuantizerRun.Quantize(model, Ids(5, [2]), new QuantizationOptions());
        AssertStored(result, bytes: Rows * (Width + 4));
        Assert.IsFalse(result.Report.Value.Warnings.Any(warning => warning.Contains("the model is the FP32 model", StringComparison.Ordinal)));
    }

    private static ModelBuilder Table(float[] values, long[] dimensions, long[] ids) => new ModelBuilder(17).Weights("table", values, dimensions).Input("ids", DataType.Int64, ids);

    private static TensorValue[][] Ids(int count, long[] shape, int rows = Rows)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[]
        {
            new("ids", Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => (long)random.Next(-rows, rows)).ToArray(), shape),
        })];
    }

    private static float[] Transposed(float[] values, int rows)
    {
        int columns = values.Length / rows;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % rows * columns) + (i / rows)])];
    }

    private static void AssertStored(QuantizationResult result, int bytes)
    {
        var nodes = result.Report.Value.Nodes.Where(node => node.OperatorType.StartsWith("Gather", StringComparison.Ordinal)).ToArray();
        Assert.IsTrue(nodes.Length > 0 && nodes.All(node => node.IsQuantized && node.IsFused && node.Reason.Contains("dB", StringComparison.Ordinal)), nodes[0].Reason);
        Assert.IsLessThanOrEqualTo(bytes + 64, result.Model.Graph.Initializer.Sum(OnnxModel.TensorBytes));
    }

    private static void AssertFloat(ModelProto model, long[] shape, QuantizationOptions options, params string[] reasons)
    {
        TensorValue[] scale = model.Graph.Input.Any(input => input.Name == "scale") ? [new TensorValue("scale", new[] { 2f }, [1])] : [];
        var rows = Ids(5, shape, rows: 100).Select(row => (TensorValue[])[.. row, .. scale]).ToArray();
        var result = QuantizerRun.Quantize(model, rows, options);
        var nodes = result.Report.Value.Nodes.Where(node => node.OperatorType == "Gather").ToArray();
        foreach (var (node, reason) in nodes.Zip(reasons))
        {
            Assert.IsFalse(node.IsQuantized, node.Reason);
            ErrorAssert.Names(node.Reason, reason);
        }

        Assert.AreEqual(0, QuantizerRun.LargestErrors(model, result, rows).Where(error => !double.IsNaN(error)).DefaultIfEmpty(0).Max());
    }
}
