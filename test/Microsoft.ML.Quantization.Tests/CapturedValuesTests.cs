using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>ONNX Runtime ends the process where a subgraph reads what comes from DequantizeLinear by way of nodes that only move values.</summary>
[TestClass]
public sealed class CapturedValuesTests
{
    private static readonly string[] Ways = ["", "Transpose", "Squeeze", "Reshape", "Identity", "MaxPool", "Flatten", "Transpose Reshape", "Identity Transpose Identity", "Relu Transpose"];

    [TestMethod]
    [DataRow("If")]
    [DataRow("Nested")]
    [DataRow("Loop")]
    [DataRow("Scan")]
    public void ASubgraphThatCapturesAnInt8Value_GetsIt(string kind)
    {
        foreach (string way in Ways)
        {
            foreach (bool alsoInt8 in new[] { false, true })
            {
                var model = Model(kind, way.Split(' ', StringSplitOptions.RemoveEmptyEntries), alsoInt8);
                var result = LayerAssert.IsClose(model, SmallModels.Image);
                Assert.IsTrue(result.Plan.Nodes.Any(node => node.IsQuantized), way);
                AssertImitated(model, way);
            }
        }
    }

    [TestMethod]
    public void ATableWhoseRowsASubgraphReads_StaysInFloat()
    {
        var random = new Random(5);
        var builder = new ModelBuilder(17).Input("x", 1, 16).Input("ids", TensorProto.Types.DataType.Int64, 1, 6)
            .Weights("table", QuantizerRun.Uniform(random, 8000), 1000, 8).Weights("w", QuantizerRun.Uniform(random, 256), 16, 16)
            .Node("Gather", "table ids", "e").Node("Transpose", "e", "t").Node("Gemm", "x w", "z").Output("z");
        var model = Subgraphs.If(builder, "t", "y").Output("y").Build();
        TensorValue[][] rows = [.. QuantizerRun.Rows(8, 1, 16).Select(row => row.Append(new TensorValue("ids", Enumerable.Range(0, 6).Select(_ => (long)random.Next(1000)).ToArray(), [1, 6])).ToArray())];
        var result = QuantizerRun.Quantize(model, rows);
        Assert.AreEqual((NodeRole.Float, "a subgraph reads what it gives"), result.Plan.Nodes.Where(node => node.OperatorType == "Gather").Select(node => (node.Role, node.Reason)).Single());
        Assert.AreEqual(0, QuantizerRun.LargestErrors(model, result, rows)[1]);
    }

    [TestMethod]
    public void ACaseThatFailed()
    {
        var model = OnnxModelReader.Load(Path.Combine(SharedAssets.Case("15_if_captures_int8"), "model.onnx"));
        var result = QuantizerRun.Quantize(model.Proto, QuantizerRun.Rows(8, 1, 32, 28, 28));
        Assert.IsTrue(double.IsFinite(QuantizerRun.LargestErrors(model.Proto, result, QuantizerRun.Rows(4, 1, 32, 28, 28)).Max()));
    }

    /// <summary>Models that imitate the rounding have the same way to the subgraph.</summary>
    private static void AssertImitated(ModelProto model, string way)
    {
        using var file = new ModelFile(model);
        var rows = QuantizerRun.Rows(4, SmallModels.Image);
        using var observed = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
        var sensitivity = SensitivityAnalysis.Run(observed, observed.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages()), new QuantizerRun.Messages());
        Assert.IsTrue(sensitivity.All(layer => double.IsFinite(layer.ErrorShare)), way);
    }

    private static ModelProto Model(string kind, string[] way, bool alsoInt8)
    {
        var builder = SmallModels.Images().Weights("flat", [1L, -1], 2).Node("Conv", "x w b", "c0", SmallModels.Padded);
        for (int i = 0; i < way.Length; i++)
        {
            _ = way[i] switch
            {
                "Reshape" => builder.Node("Reshape", $"c{i} flat", $"c{i + 1}"),
                "MaxPool" => builder.Node("MaxPool", $"c{i}", $"c{i + 1}", ("kernel_shape", new[] { 2, 2 })),
                _ => builder.Node(way[i], $"c{i}", $"c{i + 1}"),
            };
        }

        if (alsoInt8)
        {
            builder.Node("Conv", "c0 w2 b", "z", SmallModels.Padded).Output("z");
        }

        string captured = $"c{way.Length}";
        return (kind switch
        {
            "If" => Subgraphs.If(builder, captured, "y"),
            "Nested" => Subgraphs.Nested(builder, captured, "y"),
            "Loop" => Subgraphs.Loop(builder, captured, "y"),
            _ => Subgraphs.Scan(builder, captured, "y"),
        }).Output("y").Build();
    }
}
