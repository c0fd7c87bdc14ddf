using System.Buffers;
using System.Text.Json;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Writes a calibration table as JSON, numbers with the fewest digits that read back as the same number.</summary>
internal static class CalibrationTableWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void Write(CalibrationTable table, Stream stream)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            Write(table, json);
        }

        WriteWithoutReturns(text.WrittenSpan, stream);
    }

    /// <summary>Ends lines the same way on every system. A carriage return within a string is escaped.</summary>
    private static void WriteWithoutReturns(ReadOnlySpan<byte> text, Stream stream)
    {
        for (int end = text.IndexOf((byte)'\r'); end >= 0; end = text.IndexOf((byte)'\r'))
        {
            stream.Write(text[..end]);
            text = text[(end + 1)..];
        }

        stream.Write(text);
    }

    private static void Write(CalibrationTable table, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(FormatField, Format);
        json.WriteNumber(VersionField, FormatVersion);
        json.WriteString(ModelHashField, table.ModelHash);
        json.WriteString(DataHashField, table.DataHash);
        json.WriteNumber(RowsField, table.Rows);
        if (table.IsEqualized)
        {
            json.WriteBoolean(EqualizedField, true);
        }

        if (table.FloatNodes.Count > 0)
        {
            json.WriteStartArray(FloatNodesField);
            foreach (string node in table.FloatNodes)
            {
                json.WriteStringValue(node);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray(TensorsField);
        foreach (CalibratedTensor tensor in table.Tensors)
        {
            Write(tensor, json);
        }

        json.WriteEndArray();
        json.WriteStartArray(ChannelMeansField);
        foreach ((string name, double[] means) in table.ChannelMeans.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString(NameField, name);
            Write(MeansField, means, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(CalibratedTensor tensor, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(NameField, tensor.Name);
        json.WriteString(MethodField, tensor.Method.ToString());
        if (tensor.Parameter is { } value && CalibrationRules.Get(tensor.Method).Parameter is { } parameter)
        {
            json.WriteNumber(parameter.Field, value);
        }

        json.WriteNumber(LowField, tensor.Low);
        json.WriteNumber(HighField, tensor.High);
        json.WriteString(ReasonField, tensor.Reason);
        json.WriteNumber(CountField, tensor.Count);
        json.WriteNumber(MinimumField, tensor.Minimum);
        json.WriteNumber(MaximumField, tensor.Maximum);
        json.WriteNumber(NaNCountField, tensor.NaNCount);
        json.WriteNumber(InfinityCountField, tensor.InfinityCount);
        json.WriteNumber(ZeroShareField, tensor.ZeroShare);
        json.WriteNumber(ClippedShareField, tensor.ClippedShare);
        json.WriteNumber(MeanSquareField, tensor.MeanSquare);
        json.WriteNumber(MeanSquaredErrorField, tensor.MeanSquaredError);
        if (tensor.Curve is { } curve)
        {
            json.WriteStartObject(CurveField);
            Write(ThresholdsField, curve.Thresholds, json);
            Write(DivergencesField, curve.Divergences, json);
            json.WriteNumber(MinimumIndexField, curve.MinimumIndex);
            json.WriteEndObject();
        }

        if (tensor.Histogram is { } histogram)
        {
            json.WriteStartObject(HistogramField);
            json.WriteNumber(LowField, histogram.Low);
            json.WriteNumber(BinWidthField, histogram.BinWidth);
            json.WriteStartArray(CountsField);
            foreach (long count in histogram.Counts)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(string name, IReadOnlyList<double> values, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                // JSON has no infinity.
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
