using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>What a quantized model must be: as close to FP32 as its scales say, and fused.</summary>
internal static class LayerAssert
{
    /// <summary>Quantizes a model of <see cref="SmallModels"/> with its whole range and compares the outputs on the calibration rows.</summary>
    public static QuantizationResult IsClose(ModelProto model, long[] shape, QuantizationOptions? options = null)
    {
        var rows = QuantizerRun.Rows(16, shape);
        var result = QuantizerRun.Quantize(model, rows, options ?? QuantizerRun.MinMax);
        IsClose(model, result, rows);
        return result;
    }

    public static void IsClose(ModelProto model, QuantizationResult result, TensorValue[][] rows)
    {
        double[] errors = QuantizerRun.LargestErrors(model, result, rows);
        double[] allowed = ExpectedNoise.Largest(model, result, rows);
        for (int i = 0; i < errors.Length; i++)
        {
            Assert.IsTrue(allowed[i] > 0 && errors[i] <= allowed[i], $"Output {i} is off by {errors[i]:G4}, its scales allow {allowed[i]:G4}.");
        }
    }

    public static void IsFused(QuantizationResult result)
    {
        var quantized = result.Report.Value.Nodes.Where(node => node.IsQuantized).ToArray();
        Assert.AreNotEqual(0, quantized.Length);
        Assert.AreEqual("", string.Join(", ", quantized.Where(node => !node.IsFused).Select(node => node.Name)));
    }
}
