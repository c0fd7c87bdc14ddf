using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>What must hold before anything walks or edits a model.</summary>
internal static class ModelChecks
{
    private const long OldestIrVersion = 3;
    private const long OldestOpset = 7;

    public static void Verify(ModelProto model)
    {
        VerifyVersions(model);
        foreach (TensorProto tensor in ModelWalker.Tensors(model))
        {
            TensorChecks.Verify(tensor);
        }

        SparseTensors.MakeDense(model);
        foreach (NodeProto node in ModelWalker.Nodes(model))
        {
            NodeChecks.Verify(node);
            TrailingInputs.Trim(node);
        }

        foreach (FunctionProto function in model.Functions)
        {
            FunctionChecks.Verify(function);
        }

        foreach (GraphProto graph in ModelWalker.Graphs(model.Graph))
        {
            GroupChecks.Verify(graph);
        }

        VerifyNames(model.Graph);
        ExpandedSize.Verify(model);
        GraphOrder.Sort(model.Graph);
    }

    private static void VerifyVersions(ModelProto model)
    {
        if (model.IrVersion < OldestIrVersion)
        {
            throw new NotSupportedException(
                $"it is in version {model.IrVersion} of the ONNX format; {OldestIrVersion} or later is needed. Export it again with a current exporter.");
        }

        if (model.OpsetImport.Count == 0)
        {
            throw new InvalidDataException("it names no operator set, so it is truncated or no ONNX model. Export or download it again.");
        }

        long opset = Opset.Version(model);
        if (opset is > 0 and < OldestOpset)
        {
            throw new NotSupportedException($"it uses opset {opset}; {OldestOpset} or later is needed. Export it again for a later opset.");
        }
    }

    private static void VerifyNames(GraphProto graph)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ValueInfoProto value in graph.Input.Concat(graph.Output))
        {
            if (string.IsNullOrWhiteSpace(value.Name))
            {
                throw new InvalidDataException("an input or output of the graph has no name.");
            }

            if (value.Name.Contains('\0', StringComparison.Ordinal))
            {
                throw new InvalidDataException($"the name of the input or output '{ForeignText.InMessage(value.Name)}' has a zero character, at which ONNX Runtime ends it. Rename it in the model.");
            }

            if (value.Name.Length > ForeignText.LongestName)
            {
                throw new InvalidDataException(
                    $"the input or output '{ForeignText.InMessage(value.Name)}' has a name of {value.Name.Length:N0} characters, where a column takes {ForeignText.LongestName:N0}. Rename it in the model.");
            }
        }

        VerifyListedOnce(graph.Input, "input");
        VerifyListedOnce(graph.Output, "output");
        var made = new HashSet<string>(graph.Input.Select(input => input.Name), StringComparer.Ordinal);
        string? repeated = graph.Initializer.Select(t => t.Name).FirstOrDefault(name => !names.Add(name))
            ?? graph.Node.SelectMany(n => n.Output).FirstOrDefault(name => name.Length > 0 && (!names.Add(name) || made.Contains(name)));
        if (repeated != null)
        {
            throw new InvalidDataException($"the tensor '{ForeignText.InMessage(repeated)}' is produced more than once. Export the model again.");
        }
    }

    private static void VerifyListedOnce(IEnumerable<ValueInfoProto> values, string kind)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (values.FirstOrDefault(value => !names.Add(value.Name)) is { } repeated)
        {
            throw new InvalidDataException($"the graph lists its {kind} '{ForeignText.InMessage(repeated.Name)}' more than once. Remove the repetition, or export the model again.");
        }
    }
}
