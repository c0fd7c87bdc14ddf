using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Where an output is the mean of what the last convolution makes at all places, as in SqueezeNet, what is clipped there is what decides.</summary>
[TestClass]
public sealed class AveragedRangesTests
{
    private const int Channels = 6;
    private const int Side = 32;

    private static readonly QuantizationOptions Default = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Default };

    [TestMethod]
    [DataRow(60)]
    [DataRow(180)]
    public void Default_KeepsWhatFewRowsHave(int count)
    {
        var rows = Rows(count, 5, 60);
        var fast = QuantizerRun.Quantize(Build(), rows, Default with { Effort = QuantizationEffort.Fast });
        var result = QuantizerRun.Quantize(Build(), rows, Default);
        var (clipped, kept) = (Range(fast), Range(result));
        Assert.IsLessThan(0.8 * clipped.Maximum, clipped.High, "nothing is clipped, so nothing is tested");
        Assert.IsGreaterThan(0.9 * kept.Maximum, kept.High);
        StringAssert.Contains(kept.Reason, $"count {Side * Side} times");
    }

    /// <summary>A method that is asked for chooses as it always does.</summary>
    [TestMethod]
    public void AMethodThatIsAskedFor_IsLeftAsItIs()
    {
        var rows = Rows(60, 5, 60);
        var expected = Range(QuantizerRun.Quantize(Build(), rows, Default with { Effort = QuantizationEffort.Fast }));
        var asked = Range(QuantizerRun.Quantize(Build(), rows, Default with { Calibration = CalibrationMethod.MeanSquaredError }));
        Assert.AreEqual(expected.High, asked.High);
    }

    private static CalibratedTensor Range(QuantizationResult result) =>
        result.Calibration.TryGetTensor("relu", out var tensor) ? tensor : throw new AssertFailedException("The tensor is not quantized.");

    private static ModelProto Build()
    {
        float[] weights = [.. Enumerable.Range(0, Channels * Channels).Select(i => i / Channels == i % Channels ? 1f : 0)];
        return new ModelBuilder(13).Input("x", 1, Channels, Side, Side).Weights("w", weights, Channels, Channels, 1, 1)
            .Node("Conv", "x w", "conv").Node("Relu", "conv", "relu").Node("GlobalAveragePool", "relu", "pooled").Node("Flatten", "pooled", "y").Output("y").Build();
    }

    /// <param name="count">How many rows.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <param name="every">How many rows there are to one with a value that is far larger than all others.</param>
    private static TensorValue[][] Rows(int count, int seed, int every)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            float[] values = QuantizerRun.Uniform(random, Channels * Side * Side, 0, 1);
            if (row % every == every - 1)
            {
                values[random.Next(values.Length)] = 12;
            }

            return new TensorValue[] { new("x", values, [1, Channels, Side, Side]) };
        })];
    }
}
