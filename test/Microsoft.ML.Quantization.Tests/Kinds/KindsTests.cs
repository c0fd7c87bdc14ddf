using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>What the default effort brings generated networks of several kinds, on rows that it does not see.</summary>
[TestClass]
public sealed class KindsTests
{
    [TestMethod]
    [DataRow("Inception", 6, DisplayName = "layers behind Concat and MaxPool")]
    [DataRow("LeakyRelu, Darknet", 6, DisplayName = "layers behind LeakyRelu and MaxPool")]
    [DataRow("MobileNetV2", 7, DisplayName = "ReLU6 and residual chains")]
    [DataRow("vision transformer", 3, DisplayName = "LayerNormalization before linear layers")]
    public void Default_ComesCloserToFloat(string name, double decibels)
    {
        var kind = ModelKind.All.Single(kind => kind.Name == name);
        double[] fast = Errors(kind, new QuantizationOptions { Effort = QuantizationEffort.Fast });
        double[] recipe = Errors(kind, new QuantizationOptions());
        Assert.IsGreaterThan(decibels, ErrorGain.Mean(fast, recipe), string.Join(", ", fast.Concat(recipe)));
    }

    /// <summary>Values that go through x * Sigmoid(x) before anything reads them: ranges are chosen behind it. A network with random weights alone is moved by chance.</summary>
    [TestMethod]
    public void Ranges_AreChosenBehindActivations()
    {
        var kind = ModelKind.All.Single(kind => kind.Name == "YOLO, SiLU");
        var fast = new QuantizationOptions { Effort = QuantizationEffort.Fast };
        var ranges = fast with { Passes = new QuantizationPasses { ConsumerRanges = true } };
        double[] gains = [.. Enumerable.Range(1, 5).Select(seed => ErrorGain.Mean(Errors(kind, fast, seed), Errors(kind, ranges, seed)))];
        Assert.IsGreaterThan(0.8, gains.Average(), string.Join(", ", gains));
    }

    private static double[] Errors(ModelKind kind, QuantizationOptions options, int seed = 1)
    {
        var model = kind.Create(seed);
        var test = kind.Test(seed, 60);
        using var run = new SampleRun(ComparedOutputs.Select(new OnnxModel(model, "test.onnx")));
        var errors = new PartErrors(new AnsweredRows(test, [.. test.Select(row => run.OutputNames.Select(name => run.Output(row, name)).ToArray())]), default);
        using var quantized = QuantizerRun.Quantize(model, kind.Calibration(seed, 180), options with { OnlyWhereFaster = false }).Model;
        return errors.Measure(quantized);
    }
}
