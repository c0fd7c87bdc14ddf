using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Targets.Emulation;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeX86;

/// <summary>The default file on an x86 processor that adds two neighbouring products in 16 bits, emulated: the same nodes in INT8, no sum that saturates, the same classes.</summary>
[TestClass]
public sealed class WithoutVnniTests
{
    /// <summary>Where nothing saturates, what is left are single steps behind sums of activations, which processors round in their own ways.</summary>
    private const double Least = 30;

    [TestMethod]
    public void ResNet8_FusesTheSameAndGivesTheSameClasses() =>
        Check("resnet8_cifar10_fp32.onnx", RealData.Cifar("cifar10_calib1000.bin.gz", 100, normalized: false), RealData.Cifar("cifar10_test_batch.bin.gz", 60, normalized: false));

    [TestMethod]
    public void KeywordSpotting_FusesTheSameAndGivesTheSameClasses() => Check("kws_dscnn_fp32.onnx", RealData.Keywords(0, 100), RealData.Keywords(7, 60));

    [TestMethod]
    public void SmallModels_FuseTheSameAndDoNotSaturate()
    {
        using var haswell = Emulated.Haswell();
        var rows = QuantizerRun.Rows(8, SmallModels.Image);
        foreach (var model in new[] { SmallModels.Residual(), SmallModels.Concat(), SmallModels.ConvClip(), SmallModels.TwoOutputs() })
        {
            Check(QuantizerRun.Quantize(model, rows), rows, haswell);
        }

        var vectors = QuantizerRun.Rows(8, SmallModels.Vector);
        Check(QuantizerRun.Quantize(SmallModels.Gemm(), vectors), vectors, haswell);
    }

    /// <summary>Weights and activations of one sign: every pair sum overflows unless the weights are coarser.</summary>
    [TestMethod]
    public void LargeSums_SaturateInTheFileForVnni_AndNotInTheDefaultOne()
    {
        using var haswell = Emulated.Haswell();
        var rows = QuantizerRun.Rows("x", 8, 0.9, 1, SmallModels.Image);
        var model = new Onnx.ModelBuilder(13).Input("x", SmallModels.Image)
            .Weights("w", QuantizerRun.Uniform(new Random(2), 16 * SmallModels.Channels * 9, 0.19, 0.2), 16, SmallModels.Channels, 3, 3)
            .Node("Conv", "x w", "y", SmallModels.Padded).Output("y").Build();
        float[] original = Expected(new OnnxModel(model, "test.onnx"), rows);
        double Lost(QuantizationTarget target) => Sqnr(original, haswell.Score(QuantizerRun.Quantize(model, rows, QuantizerRun.Everything with { Target = target }).Model, rows).Scores);
        Assert.IsGreaterThan(Least, Lost(QuantizationTarget.OnnxRuntimeX86));
        Assert.IsLessThan(20, Lost(QuantizationTarget.OnnxRuntimeX86Vnni));
    }

    private static void Check(string name, TensorValue[][] calibration, TensorValue[][] test)
    {
        using var haswell = Emulated.Haswell();
        var result = PostTrainingQuantizer.Run(SharedAssets.Model(name), calibration, QuantizerRun.Everything, new QuantizerRun.Messages());
        var (expected, actual) = Check(result, test, haswell);
        int classes = expected.Length / test.Length;
        CollectionAssert.AreEqual(expected.Chunk(classes).Select(Top).ToArray(), actual.Chunk(classes).Select(Top).ToArray());
    }

    private static (float[] Expected, float[] Actual) Check(QuantizationResult result, TensorValue[][] rows, EmulatedProcessor haswell)
    {
        var (actual, optimized) = haswell.Score(result.Model, rows);
        var fused = FusedNodes.In(optimized);
        Assert.AreEqual("", string.Join(", ", result.Plan.Nodes.Where(node => node.IsQuantized && !fused.Contains(node)).Select(node => node.Name)), "in FP32 there");
        float[] expected = Expected(result.Model, rows);
        double sqnr = Sqnr(expected, actual);
        Console.WriteLine($"{sqnr:F1} dB");
        Assert.IsGreaterThan(Least, sqnr);
        return (expected, actual);
    }

    private static int Top(float[] scores) => Array.IndexOf(scores, scores.Max());

    /// <summary>What this machine gives.</summary>
    private static float[] Expected(OnnxModel model, TensorValue[][] rows)
    {
        using var run = new SampleRun(model);
        return [.. rows.SelectMany(row => run.Outputs(row).SelectMany(output => output))];
    }

    private static double Sqnr(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        double signal = expected.Sum(value => (double)value * value), noise = expected.Zip(actual, (one, other) => Math.Pow(one - (double)other, 2)).Sum();
        return noise == 0 ? 200 : 10 * Math.Log10(signal / noise);
    }
}
