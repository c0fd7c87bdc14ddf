using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Gives every node a name of its own, so that plans, options and reports can point at it.</summary>
internal static class NodeNames
{
    /// <summary>Names the nodes that have none or share one after operator and output; the others keep theirs.</summary>
    public static void Complete(GraphProto graph)
    {
        HashSet<string> taken = [.. graph.Node.Select(node => node.Name)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            if (node.Name.Length > 0 && seen.Add(node.Name))
            {
                continue;
            }

            string wish = node.Name.Length > 0 ? node.Name : $"{node.OpType}_{node.Output.FirstOrDefault(name => name.Length > 0)}";
            string name = wish;
            for (int i = numbers.GetValueOrDefault(wish) + 1; !taken.Add(name); i++)
            {
                name = $"{wish}_{i}";
                numbers[wish] = i;
            }

            seen.Add(name);
            node.Name = name;
        }
    }
}
