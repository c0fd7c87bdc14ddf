using System.Text.Json;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Writes what a calibration table says of one tensor.</summary>
internal static class CalibratedTensorWriter
{
    public static void Write(CalibratedTensor tensor, Utf8JsonWriter json)
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
        if (tensor is { ModelLow: { } low, ModelHigh: { } high })
        {
            json.WriteNumber(ModelLowField, (float)low);
            json.WriteNumber(ModelHighField, (float)high);
        }

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
            CalibrationTableWriter.Write(ThresholdsField, curve.Thresholds, json);
            CalibrationTableWriter.Write(DivergencesField, curve.Divergences, json);
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
}
