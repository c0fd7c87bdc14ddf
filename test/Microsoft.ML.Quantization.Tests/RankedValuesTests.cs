using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Values of which only the largest is asked for are not rounded to 8 bits, where many are equal.</summary>
[TestClass]
public sealed class RankedValuesTests
{
    [TestMethod]
    public void MaxPoolWithIndices_StaysInFloatAndSoDoesWhatItReads()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Conv", "c w2 b", "d", SmallModels.Padded)
            .Node("MaxPool", "d", "p indices", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Node("Conv", "p w b", "e", SmallModels.Padded)
            .Output("e").Output("indices", DataType.Int64).Build();
        AssertRoles(model, NodeRole.Convolution, NodeRole.Float, NodeRole.Float, NodeRole.Convolution);
    }

    [TestMethod]
    public void MaxPoolWithoutIndices_RunsInInt8()
    {
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded)
            .Node("MaxPool", "c", "p -", ("kernel_shape", new[] { 2, 2 })).Node("Conv", "p w b", "e", SmallModels.Padded).Output("e").Build();
        AssertRoles(model, NodeRole.Convolution, NodeRole.SameScale, NodeRole.Convolution);
    }

    [TestMethod]
    [DataRow("ArgMax")]
    [DataRow("Transpose ArgMax")]
    [DataRow("Relu Sigmoid ArgMax")]
    [DataRow("Reshape Hardmax")]
    public void WhatIsRankedBehindOtherNodes_IsNotRounded(string way)
    {
        string[] operators = way.Split(' ');
        var builder = SmallModels.Images().Weights("flat", [1L, -1], 2).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Conv", "c w2 b", "d0", SmallModels.Padded);
        for (int i = 0; i < operators.Length; i++)
        {
            builder.Node(operators[i], operators[i] == "Reshape" ? $"d{i} flat" : $"d{i}", $"d{i + 1}");
        }

        var model = builder.Output($"d{operators.Length}", operators[^1] == "ArgMax" ? DataType.Int64 : DataType.Float).Build();
        AssertRoles(model, [NodeRole.Convolution, NodeRole.Float, .. operators.Select(_ => NodeRole.Float)]);
    }

    [TestMethod]
    public void ALinearLayerBeforeArgMax_RunsInInt8AndGivesFloat()
    {
        var model = new ModelBuilder(17).Input("x", SmallModels.Vector).Weights("w", QuantizerRun.Uniform(new Random(3), 256), 16, 16)
            .Node("Gemm", "x w", "g").Node("Relu", "g", "r").Node("ArgMax", "r", "y", ("axis", 1)).Output("y", DataType.Int64).Node("Gemm", "r w", "z").Output("z").Build();
        AssertRoles(model, NodeRole.Linear, NodeRole.Float, NodeRole.Float, NodeRole.Linear);
    }

    [TestMethod]
    public void ACaseThatFailed()
    {
        var model = OnnxModelReader.Load(Path.Combine(SharedAssets.Case("12_maxpool_indices"), "model.onnx"));
        var rows = QuantizerRun.Rows(32, 1, 4, 16, 16);
        var result = QuantizerRun.Quantize(model.Proto, rows);
        var fused = FusedNodes.Read(result.Model);
        Assert.IsTrue(result.Plan.Nodes.Where(node => node.IsQuantized).All(fused.Contains));
        Assert.AreEqual(NodeRole.Float, result.Plan.Nodes.Single(node => node.OperatorType == "MaxPool").Role);
    }

    private static void AssertRoles(ModelProto model, params NodeRole[] roles)
    {
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(8, [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(size => size.DimValue)]));
        CollectionAssert.AreEqual(roles, result.Plan.Nodes.Select(node => node.Role).ToArray());
        var fused = FusedNodes.Read(result.Model);
        Assert.AreEqual("", string.Join(", ", result.Plan.Nodes.Where(node => node.IsQuantized && !fused.Contains(node))));
    }
}
