using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Each form in LiteRT against ONNX Runtime with the same integers.</summary>
[TestClass]
public sealed class LiteRtOperatorTests
{
    private static readonly string[] InFloat =
    [
        "ConvTranspose in groups", "Clip", "Sum of three", "Max", "Min", "Div", "Pow", "PRelu", "Abs", "Neg", "Exp", "Log", "Sqrt", "Floor", "Ceil", "Reciprocal", "Elu", "Erf", "Gelu", "LayerNormalization",
        "LayerNormalization of images", "InstanceNormalization", "BatchNormalization", "LRN", "ReduceSum", "ReduceMax", "ReduceMin", "LogSoftmax",
    ];

    // Runtimes round these in ways of their own, ONNX Runtime's builds among themselves too.
    private static readonly string[] Rounded = ["Add", "Sub", "Mul", "Sum of two", "GlobalAveragePool", "ReduceMean", "AveragePool", "LeakyRelu", "Sigmoid", "Tanh", "Softmax", "HardSigmoid", "Resize bilinear", "Concat", "ConvTranspose"];

    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    private static readonly QuantizationOptions Options = new() { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false };

    public static IEnumerable<object[]> Names => LiteRtSamples.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Integers_AreThoseOfOnnxRuntime(string name)
    {
        var result = QuantizerRun.Quantize(LiteRtSamples.Model(name), Rows, Options);
        var plan = Planned(result.Plan, name);
        Assert.AreEqual(InFloat.Contains(name), !plan.IsQuantized, plan.ToString());
        Assert.AreNotEqual("", plan.Reason);
        float[][][] actual = LiteRtRuntime.Score(result.Model, Rows), expected = Expected(result.Model);
        if (!plan.IsQuantized)
        {
            AssertClose(expected, actual);
            return;
        }

        double step = Scale(result.Model, "u");
        int[] steps = [.. Values(expected).Zip(Values(actual), (one, other) => (int)Math.Round(Math.Abs(one - other) / step))];
        bool rounds = Rounded.Any(each => name.StartsWith(each, StringComparison.Ordinal));
        Assert.IsLessThanOrEqualTo(rounds ? 1 : 0, steps.Max(), $"{steps.Count(each => each > 0)} of {steps.Length} differ, by up to {steps.Max()} steps");
    }

    /// <summary>As an island of FP32, and behind FP32 alone.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Floats_AreThoseOfOnnxRuntime(string name)
    {
        var model = LiteRtSamples.Model(name);
        var plan = QuantizerRun.Quantize(model, Rows, Options).Plan;
        string[][] excluded = [[.. plan.Nodes.Skip(1).Select(node => node.Name)], [.. plan.Nodes.Select(node => node.Name)]];
        foreach (string[] names in excluded)
        {
            var result = QuantizerRun.Quantize(model, Rows, Options with { ExcludedNodes = names });
            Assert.IsTrue(result.Plan.Nodes.Where(node => names.Contains(node.Name)).All(node => !node.IsQuantized));
            AssertClose(Expected(result.Model), LiteRtRuntime.Score(result.Model, Rows));
        }
    }

    private static NodePlan Planned(QuantizationPlan plan, string name)
    {
        string operatorType = name switch
        {
            "Squeeze and Unsqueeze" => "Unsqueeze",
            "Sum of two" => "Add",
            _ => name.Split(' ', ',')[0],
        };
        return plan.Nodes.Last(node => node.OperatorType == operatorType);
    }

    /// <summary>ONNX Runtime on x86 computes on unsigned integers what the file has signed.</summary>
    private static float[][][] Expected(OnnxModel model)
    {
        using var run = new SampleRun(MovedIntegers.Move(model, QuantizedType.UInt8));
        return [.. Rows.Select(run.Outputs)];
    }

    private static IEnumerable<float> Values(float[][][] outputs) => outputs.SelectMany(row => row[0]);

    /// <summary>Sums of about a hundred products of single precision.</summary>
    private static void AssertClose(float[][][] expected, float[][][] actual)
    {
        const float Tolerance = 1e-5f;
        float largest = Values(expected).Max(Math.Abs);
        Assert.IsLessThanOrEqualTo(Tolerance * largest, Values(expected).Zip(Values(actual), (one, other) => Math.Abs(one - other)).Max());
    }

    private static double Scale(OnnxModel model, string output)
    {
        var index = new GraphIndex(model.Graph);
        return TensorData.Floats(index.Initializer(index.Producer(output)!.Input[1])!)[0];
    }
}
