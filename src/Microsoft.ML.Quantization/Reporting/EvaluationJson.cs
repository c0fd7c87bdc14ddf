using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes an evaluation as JSON.</summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(QuantizationEvaluation evaluation) => Node(evaluation).ToJsonString(Indented);

    public static JsonObject Node(QuantizationEvaluation evaluation)
    {
        var json = Numbers(evaluation);
        if (evaluation.Classes.Count > 0)
        {
            json["classes"] = new JsonArray([.. evaluation.Classes.Select(Class)]);
        }

        if (evaluation.Changes is { } changes)
        {
            json["changes"] = Changes(changes);
        }

        return json;
    }

    private static JsonObject Numbers(QuantizationEvaluation evaluation) => new()
    {
        ["task"] = evaluation.Task.ToString(),
        ["rows"] = evaluation.Rows,
        ["hasLabels"] = evaluation.HasLabels,
        ["confidenceLevel"] = evaluation.ConfidenceLevel,
        ["agreement"] = Number(evaluation.Agreement),
        ["largestAccuracyLoss"] = Number(evaluation.LargestAccuracyLoss),
        ["sqnrDecibels"] = Number(evaluation.Sqnr),
        ["psnrDecibels"] = Number(evaluation.PeakSignalToNoiseRatio),
        ["metrics"] = new JsonArray([.. evaluation.Metrics.Select(Metric)]),
    };

    public static JsonObject Changes(ScoreChanges changes) => new()
    {
        ["changedRows"] = changes.ChangedRows,
        ["differingRows"] = changes.DifferingRows,
        ["differingShareLow"] = Number(changes.DifferingShare.Low),
        ["differingShareHigh"] = Number(changes.DifferingShare.High),
        ["largestMargin"] = Number(changes.LargestMargin),
        ["largestScoreChange"] = Number(changes.LargestScoreChange),
        ["rootMeanSquareScoreChange"] = Number(changes.RootMeanSquareScoreChange),
        ["largestProbabilityChange"] = Number(changes.LargestProbabilityChange),
    };

    public static JsonObject Metric(MetricComparison metric) => new()
    {
        ["name"] = metric.Name,
        ["float"] = Number(metric.Float),
        ["quantized"] = Number(metric.Quantized),
        ["loss"] = Number(metric.Loss),
        ["low"] = Number(metric.Interval.Low),
        ["high"] = Number(metric.Interval.High),
        ["pValue"] = metric.PValue is { } p ? JsonValue.Create(p) : null,
        ["higherIsBetter"] = metric.HigherIsBetter,
    };

    private static JsonObject Class(ClassAveragePrecision each) => new()
    {
        ["class"] = each.Class,
        ["objects"] = each.Objects,
        ["floatAP50"] = each.FloatAP50,
        ["quantizedAP50"] = each.QuantizedAP50,
        ["floatAP50To95"] = each.FloatAP50To95,
        ["quantizedAP50To95"] = each.QuantizedAP50To95,
    };

    /// <summary>JSON has no infinity and no NaN: no noise at all, and what was not measured, is written as null.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
