using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Brings a table that values are looked up in to INT8.</summary>
internal static class QuantizedTable
{
    /// <summary>
    /// The SQNR of the INT8 form of every table, in decibels, by its name: that of rows on average, since a row is looked up by itself, however large
    /// others are. It is no number where the table has values that are not finite.
    /// </summary>
    public static Dictionary<string, double> Errors(OnnxModel model) => GatheredTable.Find(new GraphIndex(model.Graph))
        .Where(table => table.Count is > 0 and <= int.MaxValue)
        .ToDictionary(table => table.Tensor.Name, table => Decibels(table, model), StringComparer.Ordinal);

    public static QuantizedWeights Quantize(GatheredTable table, float[] values) => WeightQuantizer.Quantize(values, [.. table.Tensor.Dims], table.RowAxis, reduceRange: false);

    /// <summary>The FP32 values that an INT8 table stands for.</summary>
    public static float[] Rounded(GatheredTable table, float[] values)
    {
        var quantized = Quantize(table, values);
        var rounded = new float[values.Length];
        int row = RowLength(table);
        for (int start = 0, place = 0; start < rounded.Length; start += row, place = (place + 1) % quantized.Scales.Length)
        {
            AffineQuantizer.Dequantize(
                quantized.Values.AsSpan(start, row), new QuantizationParameters(quantized.Scales[place], 0, QuantizedType.Int8), rounded.AsSpan(start, row));
        }

        return rounded;
    }

    /// <summary>How many neighbours share a scale.</summary>
    private static int RowLength(GatheredTable table) =>
        (int)(table.RowAxis is { } axis ? table.Tensor.Dims.Skip(axis + 1).Aggregate(1L, (product, size) => product * size) : table.Count);

    private static double Decibels(GatheredTable table, OnnxModel model)
    {
        float[] values = model.Floats(table.Tensor);
        if (!float.IsFinite(ChannelMagnitudes.Largest(values)))
        {
            return double.NaN;
        }

        float[] rounded = Rounded(table, values);
        int axis = table.RowAxis ?? 0;
        int stride = (int)table.Tensor.Dims.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var signal = new double[table.Tensor.Dims.Count == 0 ? 1 : table.Tensor.Dims[axis]];
        var noise = new double[signal.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / stride % signal.Length;
            double error = (double)values[i] - rounded[i];
            signal[row] += (double)values[i] * values[i];
            noise[row] += error * error;
        }

        double share = signal.Zip(noise, (power, error) => power > 0 ? error / power : 0).Average();
        return share == 0 ? double.PositiveInfinity : -10 * Math.Log10(share);
    }
}
