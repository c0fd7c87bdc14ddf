using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeArm64;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Each form in LiteRT against ONNX Runtime with the same integers.</summary>
[TestClass]
public sealed class LiteRtOperatorTests
{
    private static readonly string[] InFloat = ["ConvTranspose", "Clip"];

    // Runtimes round these in ways of their own, ONNX Runtime's builds among themselves too.
    private static readonly string[] Rounded = ["Add", "Sub", "Mul", "GlobalAveragePool", "ReduceMean", "AveragePool", "LeakyRelu", "Sigmoid", "Tanh", "Softmax", "HardSigmoid", "Resize bilinear", "Concat", "ConvTranspose"];

    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    public static IEnumerable<object[]> Names => LiteRtSamples.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Integers_AreThoseOfOnnxRuntime(string name)
    {
        var result = QuantizerRun.Quantize(LiteRtSamples.Model(name), Rows, new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false });
        string operatorType = name.Split(' ', ',')[0];
        var plan = result.Plan.Nodes.Last(node => node.OperatorType == operatorType || (name.StartsWith("Squeeze", StringComparison.Ordinal) && node.OperatorType == "Unsqueeze"));
        Assert.AreEqual(InFloat.Contains(operatorType), !plan.IsQuantized, plan.ToString());
        float[][][] actual = LiteRtRuntime.Score(result.Model, Rows);
        double step = plan.IsQuantized ? Scale(result.Model, "u") : 0;
        int[] steps = [.. Expected(result).Zip(actual).SelectMany(row => row.First[0].Zip(row.Second[0], (one, other) => step == 0 ? (Math.Abs(one - other) < 1e-5f ? 0 : 9) : (int)Math.Round(Math.Abs(one - other) / step)))];
        bool rounds = Rounded.Any(each => name.StartsWith(each, StringComparison.Ordinal));
        Assert.IsLessThanOrEqualTo(rounds ? 1 : 0, steps.Max(), $"{steps.Count(each => each > 0)} of {steps.Length} differ, by up to {steps.Max()} steps");
    }

    /// <summary>ONNX Runtime on x86 computes on unsigned integers what the file has signed.</summary>
    private static float[][][] Expected(QuantizationResult result)
    {
        using var run = new SampleRun(UnsignedModel.From(result.Model));
        return [.. Rows.Select(run.Outputs)];
    }

    private static double Scale(OnnxModel model, string output)
    {
        var index = new GraphIndex(model.Graph);
        return TensorData.Floats(index.Initializer(index.Producer(output)!.Input[1])!)[0];
    }
}
