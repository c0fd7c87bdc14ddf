using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Where in a graph the loss is measured.</summary>
/// <param name="Output">The model's first output of real numbers.</param>
/// <param name="Scores">The tensor before a final Softmax or Sigmoid, else the output itself.</param>
/// <param name="Features">The input of the last layer with weights.</param>
internal sealed record OutputHead(string Output, string Scores, string Features)
{
    /// <param name="graph">The graph.</param>
    /// <param name="path">The model, for messages.</param>
    /// <exception cref="NotSupportedException">No output holds real numbers.</exception>
    public static OutputHead Find(GraphProto graph, string path)
    {
        var index = new GraphIndex(graph);
        string output = graph.Output.FirstOrDefault(IsReal)?.Name ?? throw new NotSupportedException(
            $"No output of '{path}' holds real numbers, which training needs: {string.Join(", ", graph.Output.Select(each => $"'{each.Name}'"))}. "
            + "Export the model with its scores as an output, or quantize it without training (mlContext.Transforms.Quantize).");
        var last = index.Producer(output);
        string scores = last != null && (last.Is("Softmax") || last.Is("Sigmoid")) ? last.Input[0] : output;
        var weighted = graph.Node.LastOrDefault(node => WeightedNodes.Contains(node) && index.Initializer(node.Input[1]) != null);
        return new OutputHead(output, scores, weighted?.Input[0] ?? output);
    }

    // Where a graph does not say, it is tried.
    private static bool IsReal(ValueInfoProto output) => (DataType)(output.Type?.TensorType?.ElemType ?? 0) is
        DataType.Undefined or DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;
}
