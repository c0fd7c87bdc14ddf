using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// Estimates what share of FP32's time a planned model takes on a kind of CPU. Unlike a search for a plan it counts what INT8 makes slower, and changes of layout. The costs are those of one machine, and
/// others are faster or slower; they are so for both forms, so that a share can be told and a time cannot.
/// </summary>
internal sealed class RowTimes(GraphProto graph, QuantizationPlan plan, TensorShapes shapes)
{
    /// <summary>What a value costs that is brought to another layout within INT8.</summary>
    private const double LayoutValue = 0.8;

    /// <summary>Operators that convolutions and their kind are kept in another layout from.</summary>
    private static readonly HashSet<string> OtherLayout = new(["Flatten", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze"], StringComparer.Ordinal);

    private readonly GraphIndex _index = new(graph);
    private readonly CpuCosts _costs = new(CpuOperators.Rules, ConversionCosts.X86, new GraphIndex(graph), shapes);

    /// <returns><see langword="null"/> where the sizes of a node that would run in INT8 are not known.</returns>
    public double? Ratio(CpuKind cpu)
    {
        var planned = new PlannedGraph(_index, plan);
        if (graph.Node.Any(node => planned.PlanOf(node).IsQuantized && RowElements.Count(shapes, node.Output[0]) == null))
        {
            return null;
        }

        var times = new FloatTimes(_index, shapes);
        double whole = graph.Node.Sum(times.Find);
        double gained = graph.Node.Where(node => planned.PlanOf(node).IsQuantized).Sum(node => (Gain(node, cpu) ?? 0) - Layout(node, planned));
        double converted = plan.Tensors.Sum(tensor => PlanTime.Conversions(tensor.Name, planned) * (_costs.Conversion(tensor.Name) ?? 0));
        return Math.Max(whole - gained + converted, 0) / whole;
    }

    private double? Gain(NodeProto node, CpuKind cpu) =>
        RowElements.Count(shapes, node.Output[0]) is { } outputs ? CpuGains.Find(CpuOperators.Rules[node], new NodeWork(node, _index, outputs), cpu) : null;

    /// <summary>What it costs where one of two INT8 nodes has its values by channels and the other by places.</summary>
    private double Layout(NodeProto node, PlannedGraph planned) => shapes.Find(node.Input[0]) is { Dimensions.Count: > 3 }
        && planned.Values.Maker(node.Input[0]) is { } maker && planned.PlanOf(maker).IsQuantized && OtherLayout.Contains(node.OpType) != OtherLayout.Contains(maker.OpType)
        ? CpuGains.NodeOverhead + (LayoutValue * (RowElements.Count(shapes, node.Input[0]) ?? 0))
        : 0;
}
