using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

/// <summary>Constant factors and shifts of channels behind a layer go into its weights and bias.</summary>
[TestClass]
public sealed class FactorFoldingTests
{
    private const int C = SmallModels.Channels;

    [TestMethod]
    [DataRow("Mul Add", new long[] { 1, C, 1, 1 })]
    [DataRow("Add Mul", new long[] { C, 1, 1 })]
    [DataRow("Sub Div", new long[] { 1, C, 1, 1 })]
    [DataRow("Mul Add Mul Sub", new long[] { 1, C, 1, 1 })]
    [DataRow("Div Add", new long[] { 1 })]
    [DataRow("Mul Mul", new long[] { 1, 1, 1, 1 })]
    [DataRow("Add Mul", new long[0])]
    public void BehindAConvolution(string operators, long[] shape)
    {
        var model = Chain(SmallModels.Images().Node("Conv", "x w b", "t0", SmallModels.Padded), operators, shape, constantFirst: false);
        AssertFolded(model, "Conv");
        var result = LayerAssert.IsClose(model, SmallModels.Image);
        LayerAssert.IsFused(result);
    }

    [TestMethod]
    [DataRow("Mul Add")]
    [DataRow("Sub Mul")]
    public void TheConstantMayComeFirst(string operators) => AssertFolded(
        Chain(SmallModels.Images().Node("Conv", "x w", "t0", SmallModels.Padded), operators, [1, C, 1, 1], constantFirst: true), "Conv");

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void BehindAConvTranspose(int groups) => AssertFolded(
        Chain(new ModelBuilder(17).Input("x", 1, 4, 3, 3).Weights("w", QuantizerRun.Uniform(new Random(3), 4 * (C / groups) * 4), 4, C / groups, 2, 2)
            .Node("ConvTranspose", "x w", "t0", ("group", groups)), "Mul Add", [1, C, 1, 1], constantFirst: false), "ConvTranspose");

    [TestMethod]
    [DataRow(1f, 1f, 0)]
    [DataRow(0.5f, 2f, 1)]
    [DataRow(2f, -0.25f, 0)]
    public void BehindAGemm(float alpha, float beta, int transposed) => AssertFolded(
        Chain(new ModelBuilder(17).Input("x", 2, 5).Weights("w", QuantizerRun.Uniform(new Random(3), 5 * C), transposed == 1 ? [C, 5] : [5, C]).Weights("b", QuantizerRun.Uniform(new Random(4), C), C)
            .Node("Gemm", "x w b", "t0", ("alpha", alpha), ("beta", beta), ("transB", transposed)), "Mul Sub Div", [1, C], constantFirst: false), "Gemm");

    [TestMethod]
    public void FactorsBehindAMatMul() => AssertFolded(
        Chain(new ModelBuilder(17).Input("x", 1, 2, 5).Weights("w", QuantizerRun.Uniform(new Random(3), 5 * C), 5, C).Node("MatMul", "x w", "t0"), "Mul Div", [C], constantFirst: false), "MatMul");

    [TestMethod]
    public void WhatIsNoChannelConstant_Stays()
    {
        AssertKept(SmallModels.Images().Weights("k", QuantizerRun.Uniform(new Random(5), 36, 0.5), 1, 1, 6, 6).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Mul", "c k", "y").Output("y").Build(), "Mul");
        AssertKept(SmallModels.Images().Weights("k", QuantizerRun.Uniform(new Random(5), 12, 0.5), 2, 1, 6, 1).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Mul", "c k", "y").Output("y").Build(), "Mul");
        AssertKept(SmallModels.Images().Weights("k", QuantizerRun.Uniform(new Random(5), 8, 0.5), 1, 1, C, 1, 1).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Mul", "c k", "y").Output("y").Build(), "Mul");
    }

    [TestMethod]
    public void WhatOthersRead_Stays()
    {
        AssertKept(WithFactor("c").Output("y").Output("c").Build(), "Mul");
        AssertKept(WithFactor("c").Node("Sigmoid", "c", "z").Output("y").Output("z").Build(), "Mul");
        AssertKept(WithFactor("c").Node("Conv", "x w", "z", SmallModels.Padded).Output("y").Output("z").Build(), "Mul");
    }

    /// <summary>Products that overflow, and a division by zero, stay what they are.</summary>
    [TestMethod]
    public void WhatIsNotFinite_Stays()
    {
        AssertKept(SmallModels.Images().Weights("k", [0f], 1).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Div", "c k", "y").Output("y").Build(), "Div", compare: false);
        AssertKept(SmallModels.Images().Weights("k", [float.PositiveInfinity], 1).Node("Conv", "x w b", "c", SmallModels.Padded).Node("Mul", "c k", "y").Output("y").Build(), "Mul", compare: false);
    }

    private static ModelBuilder WithFactor(string layer) => SmallModels.Images().Weights("k", QuantizerRun.Uniform(new Random(5), 1, 0.5, 2), 1)
        .Node("Conv", "x w b", layer, SmallModels.Padded).Node("Mul", $"{layer} k", "y");

    private static ModelProto Chain(ModelBuilder model, string operators, long[] shape, bool constantFirst)
    {
        string[] types = operators.Split(' ');
        for (int i = 0; i < types.Length; i++)
        {
            int count = (int)shape.Aggregate(1L, (product, size) => product * size);
            model.Weights($"k{i}", QuantizerRun.Uniform(new Random(20 + i), count, 0.5, 2), shape).Node(types[i], constantFirst ? $"k{i} t{i}" : $"t{i} k{i}", $"t{i + 1}");
        }

        return model.Node("Relu", $"t{types.Length}", "y").Output("y").Build();
    }

    private static void AssertFolded(ModelProto model, string layer)
    {
        var original = new OnnxModel(model, "test.onnx");
        using var prepared = ModelPreparer.Prepare(original);
        CollectionAssert.AreEqual(new[] { layer, "Relu" }, prepared.Graph.Node.Select(node => node.OpType).ToArray());
        ModelRunner.AssertSame(original, prepared, tolerance: 1e-6);
    }

    private static void AssertKept(ModelProto model, string operatorType, bool compare = true)
    {
        var original = new OnnxModel(model, "test.onnx");
        using var prepared = ModelPreparer.Prepare(original);
        Assert.AreEqual(1, prepared.Graph.Node.Count(node => node.OpType == operatorType));
        if (compare)
        {
            ModelRunner.AssertSame(original, prepared);
        }
    }
}
