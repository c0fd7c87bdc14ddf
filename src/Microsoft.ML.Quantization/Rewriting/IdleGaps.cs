using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Takes gaps of 1, which are none, from averages: ONNX Runtime's INT8 average does not know the attribute, and refuses a model that has it.</summary>
internal static class IdleGaps
{
    private const string Gaps = "dilations";

    public static void Remove(GraphProto graph)
    {
        foreach (var node in graph.Node.Where(node => node.Is("AveragePool") && node.Integers(Gaps) is { } gaps && gaps.All(gap => gap == 1)))
        {
            node.Attribute.Remove(node.Attribute.Single(attribute => attribute.Name == Gaps));
        }
    }
}
