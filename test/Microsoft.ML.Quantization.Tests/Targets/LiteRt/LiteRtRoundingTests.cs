using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>How often and how far LiteRT rounds another way than ONNX Runtime behind one operator, over many values.</summary>
[TestClass]
public sealed class LiteRtRoundingTests
{
    private const int Size = 24;

    [TestMethod]
    [DataRow("Add", 0.001)]
    [DataRow("Sub", 0.001)]
    [DataRow("Mul", 0.001)]
    [DataRow("GlobalAveragePool", 0.001)]
    [DataRow("ReduceMean", 0.001)]
    [DataRow("AveragePool", 0.02)]
    [DataRow("Softmax", 0.001)]
    [DataRow("Sigmoid", 0.001)]
    [DataRow("Tanh", 0.001)]
    [DataRow("LeakyRelu", 0.04)]
    [DataRow("ConvTranspose", 0.001)]
    [DataRow("Resize", 0.01)]
    public void BehindOneOperator_IntegersDifferByOneStepAtMost_AndSeldom(string name, double largestShare)
    {
        var rows = QuantizerRun.Rows(name is "GlobalAveragePool" ? 400 : 12, 1, 8, Size, Size);
        var result = QuantizerRun.Quantize(Model(name), rows[..12], new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false });
        float[][][] actual = LiteRtRuntime.Score(result.Model, rows);
        using var run = new SampleRun(MovedIntegers.Move(result.Model, QuantizedType.UInt8));
        var index = new GraphIndex(result.Model.Graph);
        double step = TensorData.Floats(index.Initializer(index.Producer("u")!.Input[1])!)[0];
        int[] steps = [.. rows.Zip(actual).SelectMany(row => run.Outputs(row.First)[0].Zip(row.Second[0], (one, other) => (int)Math.Round(Math.Abs(one - other) / step)))];
        double share = steps.Count(each => each > 0) / (double)steps.Length;
        Console.WriteLine(FormattableString.Invariant($"{name}: {share:P3} of {steps.Length} values differ, by {steps.Max()} step at most"));
        Assert.IsLessThanOrEqualTo(1, steps.Max());
        Assert.IsLessThanOrEqualTo(largestShare, share);
    }

    private static ModelProto Model(string name)
    {
        var random = new Random(2);
        var model = new ModelBuilder(17).Input("x", 1, 8, Size, Size)
            .Weights("w", QuantizerRun.Uniform(random, 8 * 8 * 9, -0.2, 0.2), 8, 8, 3, 3)
            .Weights("w2", QuantizerRun.Uniform(random, 8 * 8 * 9, -0.2, 0.2), 8, 8, 3, 3)
            .Weights("b", QuantizerRun.Uniform(random, 8), 8)
            .Node("Conv", "x w b", "t", SmallModels.Padded);
        return (name switch
        {
            "Add" or "Sub" or "Mul" => model.Node("Conv", "x w2 b", "s", SmallModels.Padded).Node(name, "t s", "u"),
            "ReduceMean" => model.Node(name, "t", "u", ("axes", new[] { 2 }), ("keepdims", 1)),
            "AveragePool" => model.Node(name, "t", "u", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })),
            "Softmax" => model.Node(name, "t", "u", ("axis", 1)),
            "ConvTranspose" => model.Node(name, "t w b", "u", ("strides", new[] { 2, 2 })),
            "Resize" => model.List("sizes", 1, 8, 41, 35).Node(name, "t - - sizes", "u", ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")),
            _ => model.Node(name, "t", "u"),
        }).Output("u").Build();
    }
}
