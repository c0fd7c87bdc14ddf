namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Bounds how many nodes a model has once ONNX Runtime has put the nodes of local functions in place of their calls: functions that call each other
/// twice each double it with every level, in a file of a few kilobytes.
/// </summary>
internal static class ExpandedSize
{
    /// <summary>More take ONNX Runtime minutes.</summary>
    private const long MostNodes = 50_000;

    private const int DeepestCall = 200;
    private const long Saturated = long.MaxValue / 4;

    /// <exception cref="InvalidDataException">A function calls itself.</exception>
    /// <exception cref="NotSupportedException">There are too many nodes.</exception>
    public static void Verify(ModelProto model)
    {
        if (model.Functions.Count == 0)
        {
            return;
        }

        var functions = new Dictionary<(string, string), FunctionProto>();
        foreach (var function in model.Functions)
        {
            functions[Key(function.Domain, function.Name)] = function;
        }

        var sizes = new Dictionary<(string, string), long>();
        long total = Sum(model.Graph.Node, functions, sizes, 0);
        if (total > MostNodes)
        {
            throw new NotSupportedException($"it has {(total >= Saturated ? "far " : "")}more than {MostNodes:#,0} nodes once the {model.Functions.Count} functions that it defines are put in place of their calls. Export it without functions, or in parts.");
        }
    }

    private static long Sum(IEnumerable<NodeProto> nodes, Dictionary<(string, string), FunctionProto> functions, Dictionary<(string, string), long> sizes, int depth)
    {
        long sum = 0;
        foreach (var node in nodes)
        {
            long inner = ModelWalker.Subgraphs(node).Sum(graph => Sum(graph.Node, functions, sizes, depth));
            sum = Math.Min(Saturated, sum + inner + (functions.TryGetValue(Key(node.Domain, node.OpType), out var function) ? SizeOf(function, functions, sizes, depth + 1) : 1));
        }

        return sum;
    }

    private static long SizeOf(FunctionProto function, Dictionary<(string, string), FunctionProto> functions, Dictionary<(string, string), long> sizes, int depth)
    {
        if (depth > DeepestCall)
        {
            throw new NotSupportedException($"its functions call each other more than {DeepestCall} deep, down to '{function.Name}'. Export it without functions.");
        }

        var key = Key(function.Domain, function.Name);
        if (!sizes.TryGetValue(key, out long size))
        {
            sizes[key] = -1;
            sizes[key] = size = Sum(function.Node, functions, sizes, depth);
        }

        return size >= 0 ? size : throw new InvalidDataException($"its function '{function.Name}' calls itself, which ONNX does not allow. Export the model again.");
    }

    private static (string Domain, string Name) Key(string domain, string name) => (Opset.IsDefaultDomain(domain) ? "" : domain, name);
}
