using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>NaN and infinite activations: a few are noise, more mean that something is broken.</summary>
[TestClass]
public sealed class NonFiniteActivationTests
{
    [TestMethod]
    [DataRow(float.NaN, "1 NaN and 0 infinite values")]
    [DataRow(float.PositiveInfinity, "0 NaN and 1 infinite values")]
    [DataRow(float.NegativeInfinity, "0 NaN and 1 infinite values")]
    public void AFew_AreIgnoredAndCountedInTheReport(float value, string counts)
    {
        var clean = QuantizerRun.Rows(60, SmallModels.Image);
        TensorValue[][] rows = [With(value), .. Enumerable.Repeat(clean, 20).SelectMany(row => row)];
        var result = QuantizerRun.Quantize(Pointwise(), rows, QuantizerRun.MinMax);

        LayerAssert.IsClose(Pointwise(), result, clean);
        var report = result.Report.Value;
        string x = report.Warnings.Single(warning => warning.StartsWith("Tensor 'x' had ", StringComparison.Ordinal));
        StringAssert.Contains(x, $"{counts} among {rows.Length * clean[0][0].Values.Length}");
        Assert.AreEqual(1, report.Warnings.Count(warning => warning.StartsWith("Tensor 'y' had ", StringComparison.Ordinal)));
        Assert.IsTrue(report.Sqnr > 25, $"{report.Sqnr} dB");
    }

    [TestMethod]
    [DataRow(float.NaN, "1 NaN")]
    [DataRow(float.PositiveInfinity, "1 infinite")]
    public void More_AreRefusedByTheNameOfTheTensor(float value, string count)
    {
        TensorValue[][] rows = [With(value), .. QuantizerRun.Rows(9, SmallModels.Image)];
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(Pointwise(), rows), "'x'", count, "Check the calibration data");
    }

    /// <summary>Every output pixel sees one input pixel, so that one bad value stays where it is.</summary>
    private static ModelProto Pointwise() => new ModelBuilder(13).Input("x", SmallModels.Image)
        .Weights("w", QuantizerRun.Uniform(new Random(6), SmallModels.Channels * SmallModels.Channels, 0.05, 0.2), SmallModels.Channels, SmallModels.Channels, 1, 1)
        .Node("Conv", "x w", "y").Output("y").Build();

    private static TensorValue[] With(float value)
    {
        var row = QuantizerRun.Rows(1, SmallModels.Image)[0];
        ((float[])row[0].Values)[7] = value;
        return row;
    }
}
