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

    /// <summary>Values that go through x * Sigmoid(x) before anything reads them: ranges are chosen behind it.</summary>
    [TestMethod]
    public void Ranges_AreChosenBehindActivations()
    {
        var kind = ModelKind.All.Single(kind => kind.Name == "YOLO, SiLU");
        double[] fast = Errors(kind, new QuantizationOptions { Effort = QuantizationEffort.Fast });
        double[] ranges = Errors(kind, new QuantizationOptions { Effort = QuantizationEffort.Fast, Passes = new QuantizationPasses { ConsumerRanges = true } });
        Assert.IsGreaterThan(0.8, ErrorGain.Mean(fast, ranges), string.Join(", ", fast.Concat(ranges)));
    }

    private static double[] Errors(ModelKind kind, QuantizationOptions options)
    {
        var model = kind.Create(1);
        var test = kind.Test(1, 60);
        using var run = new SampleRun(ComparedOutputs.Select(new OnnxModel(model, "test.onnx")));
        var errors = new PartErrors(new AnsweredRows(test, [.. test.Select(row => run.OutputNames.Select(name => run.Output(row, name)).ToArray())]), default);
        using var quantized = QuantizerRun.Quantize(model, kind.Calibration(1, 180), options with { OnlyWhereFaster = false }).Model;
        return errors.Measure(quantized);
    }
}
