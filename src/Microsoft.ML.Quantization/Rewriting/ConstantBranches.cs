using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Puts the branch that is taken in the place of each If whose condition is known.</summary>
internal static class ConstantBranches
{
    /// <param name="graph">The graph, which is changed, and its subgraphs.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Inline(GraphProto graph) => graph.Node.Any(node => node.Is("If")) && Inline(graph, new NameScope(graph), [graph]);

    private static bool Inline(GraphProto graph, NameScope names, GraphProto[] scope)
    {
        bool any = Inline(graph, names, condition => scope.Select(outer => Constant(outer, condition)).FirstOrDefault(known => known != null));
        foreach (var inner in graph.Node.SelectMany(ModelWalker.Subgraphs))
        {
            any |= Inline(inner, names, [inner, .. scope]);
        }

        return any;
    }

    /// <param name="graph">The graph, which is changed.</param>
    /// <param name="names">The names that are taken, also in subgraphs.</param>
    /// <param name="known">The value of a condition; <see langword="null"/> where it is not known.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Inline(GraphProto graph, NameScope names, Func<string, bool?> known)
    {
        bool any = false;
        for (int i = 0; i < graph.Node.Count; i++)
        {
            // A branch may begin with the next If.
            while (i < graph.Node.Count && graph.Node[i] is var node && node.Is("If") && known(node.Input[0]) is { } condition
                && node.Find(condition ? "then_branch" : "else_branch")?.G is { } branch && branch.Output.Count == node.Output.Count)
            {
                graph.Node.RemoveAt(i);
                int place = i;
                foreach (var moved in Opened(branch.Clone(), node, graph, names))
                {
                    graph.Node.Insert(place++, moved);
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>The value of a condition that is an initializer.</summary>
    public static bool? Constant(GraphProto graph, string condition) =>
        graph.Initializer.FirstOrDefault(tensor => tensor.Name == condition) is { DataType: (int)TensorProto.Types.DataType.Bool } constant && TensorChecks.ElementCount(constant) == 1
            ? TensorData.Integers(constant)[0] != 0
            : null;

    /// <summary>The nodes of a branch under names that fit into the graph around it, which gets its initializers.</summary>
    private static IEnumerable<NodeProto> Opened(GraphProto branch, NodeProto node, GraphProto graph, NameScope names)
    {
        var made = branch.Node.SelectMany(inner => inner.Output).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0 && made.Contains(branch.Output[i].Name))
            {
                renamed.TryAdd(branch.Output[i].Name, node.Output[i]);
            }
        }

        foreach (string name in made.Concat(branch.Initializer.Select(tensor => tensor.Name)).Where(name => !renamed.ContainsKey(name)))
        {
            renamed[name] = names.Unique(name);
        }

        string[] results = [.. branch.Output.Select(output => renamed.GetValueOrDefault(output.Name, output.Name))];
        TensorRenaming.Rename(branch, renamed);
        graph.Initializer.AddRange(branch.Initializer);
        var same = results.Zip(node.Output).Where(pair => pair.Second.Length > 0 && pair.First != pair.Second)
            .Select(pair => new NodeProto { Name = names.Unique($"{node.Name}_{pair.Second}"), OpType = "Identity", Input = { pair.First }, Output = { pair.Second } });
        return [.. branch.Node, .. same];
    }
}
