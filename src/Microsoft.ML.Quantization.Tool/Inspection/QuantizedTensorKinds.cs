using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What is quantized in a graph, in words.</summary>
internal static class QuantizedTensorKinds
{
    public static IEnumerable<string> Describe(GraphProto graph)
    {
        foreach (var group in QuantizedTensor.Find(graph)
            .GroupBy(tensor => (tensor.IsConstant, Type: Name(tensor.Type), Scales: Scales(tensor)))
            .OrderBy(group => group.Key.IsConstant).ThenByDescending(group => group.Count()).ThenBy(group => group.Key.Type, StringComparer.Ordinal))
        {
            string what = group.Key.IsConstant ? "constants" : "activations";
            yield return string.Create(CultureInfo.InvariantCulture, $"{group.Count():N0} {(group.Count() == 1 ? what[..^1] : what)} {group.Key.Type}{group.Key.Scales}");
        }

        int dynamic = Dynamic(graph);
        if (dynamic > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{dynamic:N0} {(dynamic == 1 ? "activation" : "activations")} quantized when the model runs");
        }
    }

    /// <summary>How many tensors are quantized with a range that is found in every run.</summary>
    public static int Dynamic(GraphProto graph) => graph.Node.Count(node => node.OpType is "DynamicQuantizeLinear" or "DynamicQuantizeMatMul" or "DynamicQuantizeLSTM");

    private static string Name(int? type) => type is { } known ? ElementTypes.Name(known).ToUpperInvariant() : "of integers";

    private static string Scales(QuantizedTensor tensor) => tensor.Scales switch
    {
        null => "",
        1 => ", one scale each",
        _ when tensor.Reader.Integer("block_size", 0) > 0 => ", a scale a block",
        _ => ", a scale a channel",
    };
}
