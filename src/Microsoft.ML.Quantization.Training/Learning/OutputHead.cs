using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Where in a graph the loss is measured.</summary>
/// <param name="Output">The model's first output.</param>
/// <param name="Scores">The tensor before a final Softmax or Sigmoid, else the output itself.</param>
/// <param name="Features">The input of the last layer with weights.</param>
internal sealed record OutputHead(string Output, string Scores, string Features)
{
    public static OutputHead Of(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        string output = graph.Output[0].Name;
        var last = index.Producer(output);
        string scores = last != null && (last.Is("Softmax") || last.Is("Sigmoid")) ? last.Input[0] : output;
        var weighted = graph.Node.LastOrDefault(node => node.OpType is "Conv" or "Gemm" or "MatMul" && index.Initializer(node.Input[1]) != null);
        return new OutputHead(output, scores, weighted?.Input[0] ?? output);
    }
}
