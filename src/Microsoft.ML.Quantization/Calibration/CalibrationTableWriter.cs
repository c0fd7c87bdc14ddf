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
        json.WriteString(JsonFile.FormatField, Format);
        json.WriteNumber(JsonFile.VersionField, FormatVersion);
        json.WriteString(ModelHashField, table.ModelHash);
        json.WriteString(DataHashField, table.DataHash);
        json.WriteNumber(RowsField, table.Rows);
        if (table.IsEqualized)
        {
            json.WriteBoolean(EqualizedField, true);
        }

        Write(FloatNodesField, table.FloatNodes, json);
        Write(StepsField, table.Steps.Names, json);
        Write(RefusedField, table.Steps.Refused, json);
        EqualizationFields.Write(table.Equalization, json);

        json.WriteStartArray(TensorsField);
        foreach (CalibratedTensor tensor in table.Tensors)
        {
            CalibratedTensorWriter.Write(tensor, json);
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
        if (table.Covariances.Count > 0)
        {
            json.WriteStartArray(CovariancesField);
            foreach (var (key, covariance) in table.Covariances.OrderBy(each => each.Key.Tensor, StringComparer.Ordinal).ThenBy(each => each.Key.Form, StringComparer.Ordinal))
            {
                CovarianceFields.Write(key, covariance, json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(string name, IReadOnlyCollection<string> texts, Utf8JsonWriter json)
    {
        if (texts.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (string text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }

    public static void Write(string name, IReadOnlyList<double> values, Utf8JsonWriter json)
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
