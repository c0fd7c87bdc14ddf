using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class FastestRegionsTests
{
    [TestMethod]
    public void Choose_LeavesConvolutionsOverFewChannelsInFloat()
    {
        var model = Layers(3, 64, "Conv 16 3").Output("t0").Build();
        StringAssert.Contains(Plan(model).Nodes.Single().Reason, "a Conv of this shape is no faster in INT8");
        Assert.AreEqual(NodeRole.Convolution, Plan(model, QuantizerRun.Everything).Nodes.Single().Role);
    }

    [TestMethod]
    public void Choose_LeavesASmallLinearLayerInFloat()
    {
        StringAssert.Contains(Plan(SmallModels.Gemm()).FirstReason, "no faster in INT8");
    }

    [TestMethod]
    public void Choose_EntersInt8BehindTheLayersThatLose()
    {
        var model = Layers(3, 64, "Conv 16 3", "Depthwise 16 3", "Conv 64 1", "Conv 64 3", "Conv 64 3").Output("t4").Build();
        CollectionAssert.AreEqual(
            new[] { NodeRole.Float, NodeRole.Float, NodeRole.Convolution, NodeRole.Convolution, NodeRole.Convolution },
            Plan(model).Nodes.Select(node => node.Role).ToArray());
    }

    [TestMethod]
    public void Choose_KeepsALosingLayerWhoseConversionsWouldCostMore()
    {
        var model = Layers(64, 32, "Conv 64 3", "Depthwise 64 3", "Conv 64 3").Output("t2").Build();
        Assert.IsTrue(Plan(model).Nodes.All(node => node.IsQuantized));
    }

    [TestMethod]
    public void Choose_KeepsNoPoolOfInt8ValuesBehindAFloatLayer()
    {
        var model = Layers(3, 64, "Conv 64 3").Node("MaxPool", "t0", "p", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            .Weights("w", QuantizerRun.Uniform(new Random(1), 64 * 64 * 9), 64, 64, 3, 3).Node("Conv", "p w", "y", SmallModels.Padded).Output("y").Build();
        CollectionAssert.AreEqual(new[] { NodeRole.Float, NodeRole.Float, NodeRole.Convolution }, Plan(model).Nodes.Select(node => node.Role).ToArray());
    }

    [TestMethod]
    public void Choose_KeepsInInt8WhatHasNoKnownShape()
    {
        var model = new ModelBuilder(13).Input("x", 1, -1, -1).Weights("w", new float[12], 4, 3).Node("MatMul", "x w", "y").Output("y").Build();
        Assert.IsTrue(Plan(model).Nodes.Single().IsQuantized);
    }

    /// <summary>A chain of layers, each given as its kind, output channels and kernel size, over a square image.</summary>
    private static ModelBuilder Layers(int channels, int side, params string[] layers)
    {
        var random = new Random(1);
        var builder = new ModelBuilder(13).Input("x", 1, channels, side, side);
        for (int i = 0; i < layers.Length; i++)
        {
            string[] layer = layers[i].Split(' ');
            var (outputs, kernel) = (int.Parse(layer[1], null), int.Parse(layer[2], null));
            int groups = layer[0] == "Depthwise" ? channels : 1;
            builder.Weights($"w{i}", QuantizerRun.Uniform(random, outputs * (channels / groups) * kernel * kernel), outputs, channels / groups, kernel, kernel)
                .Node("Conv", $"{(i == 0 ? "x" : $"t{i - 1}")} w{i}", $"t{i}", ("group", groups), ("pads", Enumerable.Repeat(kernel / 2, 4).ToArray()));
            channels = outputs;
        }

        return builder;
    }

    private static QuantizationPlan Plan(ModelProto model, QuantizationOptions? options = null)
    {
        var prepared = ModelPreparer.Prepare(new OnnxModel(model, "test.onnx"));
        options ??= new QuantizationOptions();
        return NodePlacement.Plan(prepared.Graph, QuantizerRun.Target.Rules, options.Placement, options.OnlyWhereFaster ? TypicalShapes.Infer(prepared) : null);
    }
}
