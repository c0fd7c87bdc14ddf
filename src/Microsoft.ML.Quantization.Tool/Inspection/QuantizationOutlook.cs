using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What default options would do to an FP32 model, from its graph and the costs of operators on x86 CPUs.</summary>
internal sealed record QuantizationOutlook
{
    /// <summary>Nodes that would run in INT8.</summary>
    public required int IntegerNodes { get; init; }

    public required int Nodes { get; init; }

    /// <summary>The estimated share of FP32's time; <see langword="null"/> where nothing would run in INT8, or sizes are not known.</summary>
    public required EstimatedRatio? Ratio { get; init; }

    /// <summary>Whether weights are inputs of the graph too, so that ONNX Runtime cannot take them for constants in FP32.</summary>
    public required bool HasWeightsAsInputs { get; init; }

    /// <summary>The estimated size of the INT8 model.</summary>
    public required long Bytes { get; init; }

    /// <summary>Why nodes would stay in FP32, the most frequent reason first.</summary>
    public required IReadOnlyList<(string Reason, int Nodes)> Reasons { get; init; }

    /// <summary>The same, or nothing where the graph does not let itself be prepared.</summary>
    public static QuantizationOutlook? Try(OnnxModel source)
    {
        try
        {
            return Read(source);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    /// <param name="source">The model.</param>
    public static QuantizationOutlook Read(OnnxModel source)
    {
        using var prepared = ModelPreparer.Prepare(source);
        var options = new QuantizationOptions();
        var shapes = TypicalShapes.Infer(prepared);
        var rules = options.Target.Definition.Rules;
        var plan = NodePlacement.Plan(prepared.Graph, rules, options.Placement, shapes, tables: QuantizedTable.Errors(prepared));
        var planned = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var index = new GraphIndex(prepared.Graph);
        long inInt8 = prepared.Graph.Node.Where(node => planned[node.Name] is { IsQuantized: true } or { Role: NodeRole.Table })
            .SelectMany(node => node.Input).Distinct().Select(index.Initializer).Where(tensor => tensor is { Dims.Count: > 1, DataType: (int)TensorProto.Types.DataType.Float }).Sum(tensor => OnnxModel.TensorBytes(tensor!));
        return new QuantizationOutlook
        {
            IntegerNodes = plan.IsEmpty ? 0 : plan.IntegerNodes,
            Nodes = plan.Nodes.Count,
            Ratio = plan.IsEmpty ? null : Estimate(new RowTimes(prepared.Graph, plan, shapes)),
            HasWeightsAsInputs = source.Graph.Input.Select(input => input.Name).Intersect(source.Graph.Initializer.Select(tensor => tensor.Name)).Any(),
            Bytes = (plan.ChangesNothing ? source : prepared).Bytes - (inInt8 * 3 / 4),
            Reasons = [.. plan.Nodes.Where(node => node.Role == NodeRole.Float).GroupBy(node => node.Reason).Select(group => (group.Key, group.Count())).OrderByDescending(each => each.Item2)],
        };
    }

    private static EstimatedRatio? Estimate(RowTimes times) =>
        times.Ratio(CpuKind.Avx512Vnni) is { } with && times.Ratio(CpuKind.Avx2) is { } without ? new EstimatedRatio(with, without) : null;
}
