using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Tool.Commands;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Writes an inspection as JSON.</summary>
internal static class InspectionJson
{
    public static string Write(ModelInspection model) => new JsonObject
    {
        ["model"] = model.Path,
        ["bytes"] = model.Bytes,
        ["producer"] = model.Producer,
        ["opset"] = model.Opset,
        ["inputs"] = Tensors(model.Inputs),
        ["outputs"] = Tensors(model.Outputs),
        ["operators"] = new JsonArray([.. model.Operators.Select(each => new JsonObject { ["operator"] = each.Operator, ["nodes"] = each.Nodes, ["weightBytes"] = each.WeightBytes })]),
        ["largestWeights"] = new JsonArray([.. model.LargestWeights.Select(each => new JsonObject { ["name"] = each.Name, ["type"] = each.Type, ["bytes"] = each.Bytes })]),
        ["quantized"] = model.Quantized is { } quantized ? Quantized(quantized) : null,
        ["outlook"] = model.Outlook is { } outlook ? Outlook(outlook) : null,
        ["measured"] = model.Measured is { } times ? Measured(times) : null,
    }.ToJsonString(JsonText.Indented);

    private static JsonArray Tensors(IEnumerable<TensorSignature> tensors) =>
        new([.. tensors.Select(tensor => new JsonObject { ["name"] = tensor.Name, ["type"] = tensor.Type.ToString(), ["shape"] = tensor.Shape })]);

    private static JsonObject Quantized(QuantizedFacts facts) => new()
    {
        ["tensors"] = new JsonArray([.. facts.Tensors.Select(text => JsonValue.Create(text))]),
        ["kernels"] = new JsonArray([.. facts.Kernels.Select(kernel => new JsonObject { ["kernel"] = kernel.Name, ["nodes"] = kernel.Nodes, ["isInteger"] = kernel.IsInteger, ["runsIn"] = kernel.RunsIn })]),
        ["unfused"] = new JsonArray([.. facts.Unfused.Select(node => new JsonObject { ["node"] = node.Name, ["operator"] = node.Operator, ["reason"] = node.Reason })]),
        ["findings"] = new JsonArray([.. facts.Findings.Select(text => JsonValue.Create(text))]),
    };

    private static JsonObject Measured(MeasuredTimes times) => new()
    {
        ["rows"] = times.Rows,
        ["floatModel"] = times.FloatModel,
        ["quantizedModel"] = times.QuantizedModel,
        ["floatMicroseconds"] = Microseconds(times.Float),
        ["quantizedMicroseconds"] = Microseconds(times.Quantized),
        ["ratio"] = times.Ratio is { } ratio ? Math.Round(ratio, 4) : null,
        ["ratioLow"] = times.Interval is { } low ? Math.Round(low.Low, 4) : null,
        ["ratioHigh"] = times.Interval is { } high ? Math.Round(high.High, 4) : null,
        ["ratioLevel"] = times.Interval?.Level,
        ["estimatedRatio"] = times.Estimate?.Here is { } estimate ? Math.Round(estimate, 4) : null,
    };

    private static double? Microseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMicroseconds, 1) : null;

    private static JsonObject Outlook(QuantizationOutlook outlook) => new()
    {
        ["integerNodes"] = outlook.IntegerNodes,
        ["nodes"] = outlook.Nodes,
        ["bytes"] = outlook.Bytes,
        ["estimatedRatio"] = outlook.Ratio is { } ratio ? new JsonObject { ["withVnni"] = Math.Round(ratio.WithVnni, 4), ["withoutVnni"] = Math.Round(ratio.WithoutVnni, 4) } : null,
        ["floatReasons"] = new JsonArray([.. outlook.Reasons.Select(each => new JsonObject { ["reason"] = each.Reason, ["nodes"] = each.Nodes })]),
    };
}
