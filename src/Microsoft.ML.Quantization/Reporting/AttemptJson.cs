using System.Text.Json.Nodes;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>An attempt to meet an accuracy budget as JSON.</summary>
internal static class AttemptJson
{
    public static JsonObject Of(QuantizationAttempt attempt) => new()
    {
        ["name"] = attempt.Name,
        ["rows"] = attempt.Rows,
        ["loss"] = Number(attempt.Loss),
        ["lossIntervalLow"] = Number(attempt.LossInterval.Low),
        ["lossIntervalHigh"] = Number(attempt.LossInterval.High),
        ["lossBound"] = Number(attempt.LossBound),
        ["latencyRatio"] = Number(attempt.LatencyRatio),
        ["floatNodes"] = List(attempt.FloatNodes, node => JsonValue.Create(node)),
        ["proven"] = attempt.IsProven,
        ["accepted"] = attempt.IsAccepted,
        ["outcome"] = attempt.Outcome,
    };
}
