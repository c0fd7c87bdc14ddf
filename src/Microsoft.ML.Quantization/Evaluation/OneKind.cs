using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Tells outputs whose values are all of one kind, however small some of them are: what a last Softmax or Sigmoid makes is probabilities.</summary>
internal static class OneKind
{
    public static bool Holds(GraphIndex graph, string tensor)
    {
        var open = new Stack<string>([tensor]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out string? next))
        {
            var node = graph.Producer(next);
            while (node != null && PassedValues.AreMovedBy(node.OpType))
            {
                node = graph.Producer(node.Input[0]);
            }

            if (node != null && PassedValues.AreJoinedBy(node))
            {
                Array.ForEach([.. node.Input.Where(seen.Add)], open.Push);
            }
            else if (node is not { OpType: "Softmax" or "LogSoftmax" or "Sigmoid" or "HardSigmoid" or "Tanh" })
            {
                return false;
            }
        }

        return true;
    }
}
