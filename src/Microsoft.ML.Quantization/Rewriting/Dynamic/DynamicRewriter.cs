using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting.Dynamic;

/// <summary>
/// Writes the nodes of a plan so that their weights are INT8 and their activations are quantized when the model runs, by the range of each tensor then: as nodes of ONNX
/// Runtime's own domain, which do that and the product in one.
/// </summary>
internal static class DynamicRewriter
{
    private const string Domain = "com.microsoft";

    /// <param name="model">The prepared model, which is left as it is.</param>
    /// <param name="plan">The nodes.</param>
    /// <param name="settings">How weights are quantized.</param>
    public static OnnxModel Rewrite(OnnxModel model, QuantizationPlan plan, QdqSettings settings)
    {
        var rewritten = model.View(model.Proto.Clone());
        var graph = rewritten.Graph;
        var planned = plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var index = new GraphIndex(graph);
        var names = new NameScope(graph);
        for (int i = 0; i < graph.Node.Count; i++)
        {
            if (planned.Contains(graph.Node[i].Name))
            {
                graph.Node[i] = graph.Node[i].OpType == "LSTM"
                    ? DynamicLstm.Write(graph.Node[i], index, rewritten, names)
                    : DynamicProduct.Write(graph.Node[i], index, rewritten, names, settings);
                graph.Node[i].Domain = Domain;
            }
        }

        if (planned.Count > 0 && !rewritten.Proto.OpsetImport.Any(import => import.Domain == Domain))
        {
            rewritten.Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        }

        UnusedInitializers.Remove(graph);
        return rewritten;
    }
}
