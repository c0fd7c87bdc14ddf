using System.Text.Json.Nodes;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes all that is known of an activation tensor as JSON.</summary>
internal static class TensorJson
{
    public static JsonObject Create(TensorReport tensor) => new()
    {
        ["name"] = tensor.Name,
        ["low"] = tensor.Calibrated.Low,
        ["high"] = tensor.Calibrated.High,
        ["scale"] = tensor.Scale,
        ["zeroPoint"] = tensor.ZeroPoint,
        ["clippedShare"] = tensor.Calibrated.ClippedShare,
        ["sqnrDecibels"] = Number(tensor.Calibrated.Sqnr),
        ["minimum"] = tensor.Calibrated.Minimum,
        ["maximum"] = tensor.Calibrated.Maximum,
        ["zeroShare"] = Number(tensor.Calibrated.ZeroShare),
        ["method"] = tensor.Calibrated.Method.ToString(),
        ["reason"] = tensor.Calibrated.Reason,
        ["histogram"] = tensor.Calibrated.Histogram is { } histogram ? Histogram(histogram) : null,
        ["curve"] = tensor.Calibrated.Curve is { } curve ? Curve(curve) : null,
    };

    private static JsonObject Histogram(TensorHistogram histogram) => new()
    {
        ["low"] = histogram.Low,
        ["binWidth"] = histogram.BinWidth,
        ["counts"] = List(histogram.Counts, count => JsonValue.Create(count)),
    };

    private static JsonObject Curve(DivergenceCurve curve) => new()
    {
        ["thresholds"] = List(curve.Thresholds, value => JsonValue.Create(value)),
        ["divergences"] = List(curve.Divergences, value => Number(value)),
        ["minimumIndex"] = curve.MinimumIndex,
    };
}
