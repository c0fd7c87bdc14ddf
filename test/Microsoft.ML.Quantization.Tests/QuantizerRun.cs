using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Quantizes models made in code and runs what comes out.</summary>
internal static class QuantizerRun
{
    /// <summary>Everything that can be INT8 is, however small, so that the arithmetic is what a test sees.</summary>
    public static QuantizationOptions Everything { get; } = new() { OnlyWhereFaster = false };

    /// <summary>The default target.</summary>
    public static TargetDefinition Target { get; } = QuantizationTarget.OnnxRuntimeX86.Definition;

    public static QuantizationOptions MinMax { get; } = new() { OnlyWhereFaster = false, Calibration = CalibrationMethod.MinMax };

    public static QuantizationResult Quantize(ModelProto model, TensorValue[][] rows, QuantizationOptions? options = null, Messages? messages = null)
    {
        using var file = new ModelFile(model);
        return PostTrainingQuantizer.Run(file.Path, rows, options ?? Everything, messages ?? new Messages());
    }

    public static TensorValue[][] Rows(int count, params long[] shape) => Rows("x", count, -1, 1, shape);

    public static TensorValue[][] Rows(string name, int count, double low, double high, params long[] shape)
    {
        var random = new Random(11);
        long size = shape.Aggregate(1L, (product, dimension) => product * dimension);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[] { new(name, Uniform(random, (int)size, low, high), shape) })];
    }

    public static float[] Uniform(Random random, int count, double low = -1, double high = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * (high - low)) + low))];

    public static byte[] Bytes(this QuantizationResult result) => OnnxModelWriter.ToBytes(result.Model);

    public static NodeProto[] Nodes(this QuantizationResult result, string operatorType) =>
        [.. result.Model.Graph.Node.Where(node => node.OpType == operatorType)];

    /// <summary>The largest difference of any value of each output, in the output's unit.</summary>
    public static double[] LargestErrors(ModelProto model, QuantizationResult result, TensorValue[][] rows)
    {
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(result.Model);
        var errors = rows.Select(row => expected.Outputs(row).Zip(actual.Outputs(row), LargestError).ToArray()).ToArray();
        return [.. Enumerable.Range(0, errors[0].Length).Select(output => errors.Max(row => row[output]))];
    }

    private static double LargestError(float[] expected, float[] actual) => expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();

    internal sealed class Messages : IQuantizationProgress
    {
        public List<string> Warnings { get; } = [];

        public long Rows { get; private set; }

        public void RowCalibrated(long rows) => Rows = rows;

        public void Message(string text) => Assert.AreNotEqual("", text);

        public void Warning(string text) => Warnings.Add(text);
    }
}
