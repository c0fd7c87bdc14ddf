namespace Microsoft.ML.Quantization.Onnx.Sizes;

/// <summary>Follows values and sizes from the inputs of a model through its graph, its subgraphs and its functions.</summary>
internal sealed class SizeFlow
{
    private readonly Dictionary<(string Domain, string Name), FunctionProto> _functions = [];
    private readonly Dictionary<string, Flow[]> _called = new(StringComparer.Ordinal);

    private SizeFlow(ModelProto model)
    {
        foreach (var function in model.Functions)
        {
            _functions.TryAdd((function.Domain, function.Name), function);
        }
    }

    /// <summary>The outputs of a model whose size may follow from values.</summary>
    public static string[] Outputs(ModelProto model)
    {
        var scope = new FlowScope();
        var given = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in model.Graph.Input.Where(input => !given.Contains(input.Name)))
        {
            scope[input.Name] = Flow.Values;
        }

        new SizeFlow(model).Run(model.Graph.Node, scope);
        return [.. model.Graph.Output.Select(output => output.Name).Where(output => scope[output].HasFlag(Flow.Size))];
    }

    private void Run(IEnumerable<NodeProto> nodes, FlowScope scope)
    {
        foreach (var node in nodes)
        {
            Flow[] inputs = [.. node.Input.Select(name => name.Length == 0 ? Flow.None : scope[name])];
            var outputs = Outputs(node, inputs, scope);
            for (int i = 0; i < node.Output.Count; i++)
            {
                scope[node.Output[i]] = outputs[Math.Min(i, outputs.Length - 1)];
            }
        }
    }

    private Flow[] Outputs(NodeProto node, Flow[] inputs, FlowScope scope)
    {
        if (_functions.TryGetValue((node.Domain, node.OpType), out var function))
        {
            return Called(function, inputs);
        }

        if (node.Attribute.Any(attribute => attribute.G != null))
        {
            return Subgraphs(node, inputs, scope);
        }

        var all = inputs.Aggregate(Flow.None, (flow, input) => flow | input);
        if (node.OpType is "Shape" or "Size")
        {
            return [all.HasFlag(Flow.Size) ? Flow.Values : Flow.None];
        }

        return [SizeRules.FromValues(node, inputs) ? all | Flow.Both : all];
    }

    private Flow[] Subgraphs(NodeProto node, Flow[] inputs, FlowScope scope)
    {
        GraphProto[] graphs = [.. node.Attribute.Where(attribute => attribute.G != null).Select(attribute => attribute.G)];
        if (node.OpType is not ("If" or "Scan") || Array.Exists(graphs, graph => graph.Output.Count == 0))
        {
            // How often a Loop runs is known only when it has run.
            return [Flow.Both];
        }

        var condition = node.OpType == "If" && inputs.Length > 0 && inputs[0].HasFlag(Flow.Values) ? Flow.Both : Flow.None;
        var outputs = Enumerable.Repeat(condition, Math.Max(1, graphs.Max(graph => graph.Output.Count))).ToArray();
        foreach (var graph in graphs)
        {
            var own = new FlowScope(scope);
            for (int i = 0; i < graph.Input.Count; i++)
            {
                own[graph.Input[i].Name] = i < inputs.Length ? inputs[i] : Flow.Values;
            }

            Run(graph.Node, own);
            for (int i = 0; i < graph.Output.Count; i++)
            {
                outputs[i] |= own[graph.Output[i].Name];
            }
        }

        return outputs;
    }

    private Flow[] Called(FunctionProto function, Flow[] inputs)
    {
        string key = $"{function.Domain}\n{function.Name}\n{string.Join(',', inputs.Select(input => (int)input))}";
        if (!_called.TryGetValue(key, out var outputs))
        {
            // What a function that calls itself would get.
            _called[key] = [Flow.Both];
            var scope = new FlowScope();
            for (int i = 0; i < Math.Min(function.Input.Count, inputs.Length); i++)
            {
                scope[function.Input[i]] = inputs[i];
            }

            Run(function.Node, scope);
            _called[key] = outputs = function.Output.Count == 0 ? [Flow.Both] : [.. function.Output.Select(output => scope[output])];
        }

        return outputs;
    }
}
