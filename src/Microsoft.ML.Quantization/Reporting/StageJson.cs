using System.Text.Json.Nodes;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes what a report has of a trained model as JSON.</summary>
internal static class StageJson
{
    public static void Add(JsonObject json, ReportDocument document)
    {
        json["figures"] = List(document.Figures, figure => new JsonObject { ["name"] = figure.Name, ["value"] = figure.Value, ["note"] = figure.Note });
        json["stages"] = List(document.Stages, Stage);
        if (document.Metrics.Count > 0)
        {
            json["metrics"] = List(document.Metrics, EvaluationJson.Metric);
        }

        if (document.Changes is { } changes)
        {
            json["changes"] = EvaluationJson.Changes(changes);
        }
    }

    private static JsonObject Stage(StageRow stage) => new()
    {
        ["name"] = stage.Name,
        ["state"] = stage.Word,
        ["explanation"] = stage.Explanation,
        ["originalBytes"] = stage.Bytes.Before,
        ["quantizedBytes"] = stage.Bytes.After,
        ["originalMicroseconds"] = Number(stage.Microseconds.Before),
        ["quantizedMicroseconds"] = Number(stage.Microseconds.After),
        ["timeShare"] = Number(stage.TimeShare),
    };
}
