namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>
/// Scan 8 runs over a batch of sequences, [batch, time, ...]; from 9 on there is one sequence. The old form is a Scan over the batch
/// whose body is a Scan over time.
/// </summary>
internal static class ScanRules
{
    public static IEnumerable<NodeProto> Scan(NodeProto node, UpgradeScope scope)
    {
        if (scope.Context.From >= 9)
        {
            return [node];
        }

        if (node.Input[0].Length > 0)
        {
            throw UpgradeRules.Unsupported(node, "is in version 8 and has sequence lengths, which later versions do not have");
        }

        GraphProto body = node.Find("body")!.G;
        NodeProto inner = OverTime(node, body, scope);
        NodeProto outer = new() { Name = node.Name, OpType = "Scan", Input = { node.Input.Skip(1) }, Output = { node.Output } };
        outer.SetAttribute("num_scan_inputs", outer.Input.Count);
        outer.SetAttribute("body", OverBatch(inner, body, node.Integer("num_scan_inputs", 0)));
        return [outer];
    }

    private static NodeProto OverTime(NodeProto node, GraphProto body, UpgradeScope scope)
    {
        var inner = new NodeProto { OpType = "Scan" };
        inner.Input.AddRange(node.Input.Skip(1).Select((_, i) => scope.Context.UniqueName($"{body.Input[i].Name}_of_one")));
        inner.Output.AddRange(body.Output.Select(output => scope.Context.UniqueName($"{output.Name}_of_one")));
        inner.SetAttribute("num_scan_inputs", node.Integer("num_scan_inputs", 0));
        inner.SetAttribute("body", body);
        if (node.Integers("directions") is { } directions)
        {
            inner.SetAttribute("scan_input_directions", directions);
        }

        return inner;
    }

    /// <summary>States keep their shape from body to body; what is read or made step by step has the time as one more dimension.</summary>
    private static GraphProto OverBatch(NodeProto inner, GraphProto body, long scanned)
    {
        int states = inner.Input.Count - (int)scanned;
        var graph = new GraphProto { Name = $"{body.Name}_of_one", Node = { inner } };
        graph.Input.AddRange(inner.Input.Select((name, i) => Value(name, body.Input[i], keepShape: i < states)));
        graph.Output.AddRange(inner.Output.Select((name, i) => Value(name, body.Output[i], keepShape: i < states)));
        return graph;
    }

    private static ValueInfoProto Value(string name, ValueInfoProto like, bool keepShape)
    {
        var value = new ValueInfoProto { Name = name, Type = like.Type?.Clone() };
        if (!keepShape && value.Type?.TensorType is { } tensor)
        {
            tensor.Shape = null;
        }

        return value;
    }
}
