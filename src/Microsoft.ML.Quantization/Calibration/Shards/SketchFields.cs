using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>The sketch of a tensor in a shard's JSON.</summary>
internal static class SketchFields
{
    public static void Write(string name, TensorSketch sketch, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(NameField, name);
        json.WriteNumber(NaNCountField, sketch.NaNCount);
        json.WriteNumber(InfinityCountField, sketch.InfinityCount);
        json.WriteNumber(ZeroCountField, sketch.ZeroCount);
        if (sketch.FiniteCount > 0)
        {
            json.WriteNumber(MinimumField, sketch.Minimum);
            json.WriteNumber(MaximumField, sketch.Maximum);
        }

        json.WriteNumber(ExponentField, sketch.Histogram.Exponent);
        Write(PositiveField, sketch.Histogram.Positive, json);
        Write(NegativeField, sketch.Histogram.Negative, json);
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    public static KeyValuePair<string, TensorSketch> Read(JsonFields fields)
    {
        string name = fields.Text(NameField);
        long[]? positive = Counts(fields, PositiveField);
        long[]? negative = Counts(fields, NegativeField);
        var histogram = MagnitudeHistogram.Restore(MagnitudeHistogram.TensorBits, Exponent(fields.Integer(ExponentField), name), positive, negative);
        var (zeros, nans, infinities) = (fields.Count(ZeroCountField), fields.Count(NaNCountField), fields.Count(InfinityCountField));
        bool hasValues = zeros > 0 || positive != null || negative != null;
        float minimum = hasValues ? fields.Single(MinimumField) : float.PositiveInfinity;
        float maximum = hasValues ? fields.Single(MaximumField) : float.NegativeInfinity;
        return !hasValues || minimum <= maximum
            ? KeyValuePair.Create(name, TensorSketch.Create(histogram, zeros, minimum, maximum, nans, infinities))
            : throw new FormatException($"the extremes of tensor '{ForeignText.Line(name)}' are upside down");
    }

    /// <exception cref="FormatException">There is no such width of bins.</exception>
    public static int Exponent(long exponent, string name) => exponent is >= MagnitudeHistogram.SmallestExponent and <= 128
        ? (int)exponent
        : throw new FormatException($"the histogram of tensor '{ForeignText.Line(name)}' has bins of a width that cannot be");

    private static void Write(string field, ReadOnlySpan<long> counts, Utf8JsonWriter json)
    {
        if (!counts.IsEmpty)
        {
            json.WriteBase64String(field, PackedIntegers.Pack(counts));
        }
    }

    private static long[]? Counts(JsonFields fields, string field) =>
        fields.OptionalBytes(field) is not { } packed ? null
        : PackedIntegers.Unpack(packed, MagnitudeHistogram.BinCount) is var counts && Array.TrueForAll(counts, count => count >= 0) ? counts
        : throw new FormatException($"field '{field}' has a count below zero");
}
