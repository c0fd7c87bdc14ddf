using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>With too few rows to hold any back, channels are given other units only where FP32 computes the same in them.</summary>
[TestClass]
public class FewRowsTests
{
    private const int Channels = 8;

    private static readonly QuantizationOptions Default = new() { OnlyWhereFaster = false };

    [TestMethod]
    public void Units_ChangeNothingInFloat()
    {
        var rows = QuantizerRun.Rows(40, ResidualModels.Image);
        int changed = 0;
        foreach (var (name, model) in ResidualModels.All().Append(("relu", new OnnxModel(Relu(), "relu.onnx"))))
        {
            using var file = new ModelFile(model.Proto);
            using var observed = ObservedModel.Create(file.Path, rows, [Default], new QuantizerRun.Messages());
            var calibrated = observed.Calibrate(Default, new QuantizerRun.Messages());
            using var expected = new SampleRun(calibrated.Original);
            using var actual = new SampleRun(calibrated.Prepared);
            double sqnr = OutputComparison.Run(expected, actual, rows).Sqnr;
            Assert.IsGreaterThan(110, sqnr, name);
            changed += calibrated.Table.Equalization.Count;
        }

        Assert.IsGreaterThan(0, changed);
    }

    [TestMethod]
    public void ChannelsBehindARelu_AreScaled()
    {
        var rows = QuantizerRun.Rows(120, ResidualModels.Image);
        var fast = QuantizerRun.Quantize(Relu(), rows[..40], Default with { Effort = QuantizationEffort.Fast });
        var result = QuantizerRun.Quantize(Relu(), rows[..40], Default);
        Assert.IsTrue(result.Calibration.Equalization.Any(tensor => tensor.Name is "a" or "r"));
        Assert.IsGreaterThan(Error(fast, rows[40..]) + 3, Error(result, rows[40..]));
    }

    /// <summary>A Clip would cut off more of a channel that is scaled up.</summary>
    [TestMethod]
    public void ChannelsBehindAClip_AreLeftAsTheyAre()
    {
        var result = QuantizerRun.Quantize(Model(builder => builder.Node("Clip", "a zero six", "r")), QuantizerRun.Rows(40, ResidualModels.Image), Default);
        Assert.IsFalse(result.Calibration.Equalization.Any(tensor => tensor.Name is "a" or "r"));
    }

    private static ModelProto Relu() => Model(builder => builder.Node("Relu", "a", "r"));

    /// <summary>Channels 30 times apart, which the next layer makes as large as each other.</summary>
    private static ModelProto Model(Action<ModelBuilder> activation)
    {
        static float Size(int channel) => MathF.Pow(30, channel / (float)(Channels - 1)) / 10;
        var random = new Random(3);
        var builder = new ModelBuilder(13).Input("x", ResidualModels.Image).Weights("zero", [0f]).Weights("six", [6f])
            .Weights("w1", [.. QuantizerRun.Uniform(random, Channels * Channels * 9).Select((value, i) => value * Size(i / 9 / Channels))], Channels, Channels, 3, 3)
            .Weights("w2", [.. QuantizerRun.Uniform(random, Channels * Channels * 9).Select((value, i) => value / Size(i / 9 % Channels))], Channels, Channels, 3, 3)
            .Node("Conv", "x w1", "a");
        activation(builder);
        return builder.Node("Conv", "r w2", "y").Output("y").Build();
    }

    private static double Error(QuantizationResult result, TensorValue[][] rows)
    {
        using var expected = new SampleRun(new OnnxModel(Relu(), "relu.onnx"));
        using var actual = new SampleRun(result.Model);
        return OutputComparison.Run(expected, actual, rows).Sqnr;
    }
}
