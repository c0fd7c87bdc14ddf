using System.Text.Json;
using System.Text.Json.Nodes;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes all of a report as JSON. Parts that a report does not have are left out.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(ReportDocument document)
    {
        var json = new JsonObject { ["title"] = document.Title };
        if (document.Verdict is { } verdict)
        {
            json["verdict"] = new JsonObject
            {
                ["level"] = verdict.Level.ToString().ToLowerInvariant(),
                ["headline"] = verdict.Headline,
                ["details"] = List(verdict.Details, detail => JsonValue.Create(detail)),
            };
        }

        if (document.Measures is { } measures)
        {
            json["floatBytes"] = measures.FloatBytes;
            json["quantizedBytes"] = measures.QuantizedBytes;
            json["floatMilliseconds"] = measures.FloatMilliseconds;
            json["quantizedMilliseconds"] = measures.QuantizedMilliseconds;
            json["evaluatedRows"] = measures.Rows;
            json["agreement"] = Number(measures.Agreement);
            json["sqnrDecibels"] = Number(measures.Sqnr);
        }

        if (document.Stages.Count > 0)
        {
            StageJson.Add(json, document);
        }

        if (document.Outputs.Count > 0)
        {
            json["outputs"] = OutputSections.Json(document.Outputs);
        }

        if (document.Passes.Count > 0)
        {
            json["passes"] = PassSections.Json(document.Passes);
        }

        TargetSections.Add(json, document);
        json["warnings"] = List(document.Warnings, warning => JsonValue.Create(warning));
        if (document.Methods.Count > 0)
        {
            json["metric"] = document.Metric.Name;
            json["recommended"] = document.Recommended;
            json["sharedSeconds"] = Number(document.SharedSeconds);
            json["methods"] = List(document.Methods, Method);
        }

        if (document.Attempts.Count > 0)
        {
            json["attempts"] = List(document.Attempts, Attempt);
        }

        if (document.Front.Count > 0)
        {
            json["front"] = List(document.Front, point => new JsonObject { ["label"] = point.Label, ["latencyRatio"] = Number(point.LatencyRatio), ["loss"] = Number(point.Loss), ["onFront"] = point.IsOnFront });
        }

        if (document.Layers.Count > 0)
        {
            json["layers"] = List(document.Layers, layer => new JsonObject { ["node"] = layer.Node, ["operator"] = layer.OperatorType, ["share"] = Number(layer.Share), ["quantized"] = layer.IsQuantized });
        }

        if (document.Stages.Count == 0)
        {
            json["nodes"] = List(document.Nodes, Node);
            json["tensors"] = List(document.Tensors, TensorJson.Create);
        }

        // The same on every system. Line breaks within strings are escaped.
        return json.ToJsonString(Indented).ReplaceLineEndings("\n");
    }

    private static JsonObject Attempt(QuantizationAttempt attempt) => new()
    {
        ["name"] = attempt.Name,
        ["rows"] = attempt.Rows,
        ["loss"] = Number(attempt.Loss),
        ["lossIntervalLow"] = Number(attempt.LossInterval.Low),
        ["lossIntervalHigh"] = Number(attempt.LossInterval.High),
        ["lossBound"] = Number(attempt.LossBound),
        ["sqnrDecibels"] = Number(attempt.Sqnr),
        ["latencyRatio"] = Number(attempt.LatencyRatio),
        ["latencyRatioIntervalLow"] = Number(attempt.LatencyRatioInterval.Low),
        ["latencyRatioIntervalHigh"] = Number(attempt.LatencyRatioInterval.High),
        ["latencyRatioBound"] = Number(attempt.LatencyRatioBound),
        ["floatNodes"] = List(attempt.FloatNodes, node => JsonValue.Create(node)),
        ["proven"] = attempt.IsProven,
        ["accepted"] = attempt.IsAccepted,
        ["outcome"] = attempt.Outcome,
    };

    private static JsonObject Method(MethodRow row) => new()
    {
        ["name"] = row.Name,
        ["floatAccuracy"] = Number(row.FloatAccuracy),
        ["quantizedAccuracy"] = Number(row.QuantizedAccuracy),
        ["loss"] = Number(row.Loss),
        ["lossLow"] = Number(row.LossLow),
        ["lossHigh"] = Number(row.LossHigh),
        ["agreement"] = Number(row.Agreement),
        ["sqnrDecibels"] = Number(row.Sqnr),
        ["rows"] = row.Rows,
        ["seconds"] = Number(row.Seconds),
        ["floatMilliseconds"] = Number(row.FloatMilliseconds),
        ["quantizedMilliseconds"] = Number(row.QuantizedMilliseconds),
        ["latencyRatio"] = Number(row.LatencyRatio),
        ["rowsPerSecond"] = Number(row.RowsPerSecond),
        ["bytes"] = row.Bytes,
        ["peakMemoryBytes"] = row.PeakMemoryBytes,
        ["effort"] = row.Effort,
        ["bestFor"] = row.BestFor,
        ["error"] = row.Error,
    };

    private static JsonObject Node(NodeReport node) => new()
    {
        ["name"] = node.Name,
        ["operator"] = node.OperatorType,
        ["quantized"] = node.IsQuantized,
        ["fused"] = node.IsFused,
        ["folded"] = node.IsFolded,
        ["reason"] = node.Reason,
        ["sources"] = List(node.Sources, source => JsonValue.Create(source)),
        ["weights"] = node.Weights is { } weights ? Weights(weights) : null,
    };

    private static JsonObject Weights(WeightRanges weights) => new()
    {
        ["low"] = List(weights.Low, value => JsonValue.Create(value)),
        ["high"] = List(weights.High, value => JsonValue.Create(value)),
    };
}
