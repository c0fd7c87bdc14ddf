using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Writes a report as JSON.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(QuantizationReport report) => new JsonObject
    {
        ["floatBytes"] = report.FloatBytes,
        ["quantizedBytes"] = report.QuantizedBytes,
        ["floatMilliseconds"] = report.FloatLatency.TotalMilliseconds,
        ["quantizedMilliseconds"] = report.QuantizedLatency.TotalMilliseconds,
        ["evaluatedRows"] = report.EvaluatedRows,
        ["agreement"] = Number(report.Agreement),
        ["sqnrDecibels"] = Number(report.Sqnr),
        ["warnings"] = new JsonArray([.. report.Warnings.Select(warning => JsonValue.Create(warning))]),
        ["attempts"] = new JsonArray([.. report.Attempts.Select(Attempt)]),
        ["nodes"] = new JsonArray([.. report.Nodes.Select(Node)]),
        ["tensors"] = new JsonArray([.. report.Tensors.Select(Tensor)]),
    }.ToJsonString(Indented);

    private static JsonObject Node(NodeReport node) => new()
    {
        ["name"] = node.Name,
        ["operator"] = node.OperatorType,
        ["quantized"] = node.IsQuantized,
        ["fused"] = node.IsFused,
        ["reason"] = node.Reason,
    };

    private static JsonObject Attempt(QuantizationAttempt attempt) => new()
    {
        ["name"] = attempt.Name,
        ["rows"] = attempt.Rows,
        ["loss"] = attempt.Loss,
        ["lossIntervalLow"] = attempt.LossInterval.Low,
        ["lossIntervalHigh"] = attempt.LossInterval.High,
        ["lossBound"] = attempt.LossBound,
        ["latencyRatio"] = Number(attempt.LatencyRatio),
        ["floatNodes"] = new JsonArray([.. attempt.FloatNodes.Select(node => JsonValue.Create(node))]),
        ["proven"] = attempt.IsProven,
        ["accepted"] = attempt.IsAccepted,
        ["outcome"] = attempt.Outcome,
    };

    private static JsonObject Tensor(TensorReport tensor) => new()
    {
        ["name"] = tensor.Name,
        ["low"] = tensor.Low,
        ["high"] = tensor.High,
        ["scale"] = tensor.Scale,
        ["zeroPoint"] = tensor.ZeroPoint,
        ["clippedShare"] = tensor.ClippedShare,
        ["sqnrDecibels"] = Number(tensor.Sqnr),
    };

    /// <summary>JSON has no infinity and no NaN: no noise at all, and what was not measured, is written as null.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
