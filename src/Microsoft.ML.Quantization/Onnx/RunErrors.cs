using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Turns ONNX Runtime's refusal of a row into an exception that names the model, the row and the columns.</summary>
internal static class RunErrors
{
    private const string NodeMark = "Name:'";

    /// <param name="model">The model that was run.</param>
    /// <param name="row">What it was run on.</param>
    /// <param name="error">What ONNX Runtime says.</param>
    public static InvalidOperationException Create(OnnxModel model, TensorValue[] row, OnnxRuntimeException error) => Create(
        model, Array.ConvertAll(row, value => (value.Name, value.Column ?? value.Name)), Array.Exists(row, value => value.Column != null) ? $"row {row[0].Row}" : "a row", error);

    /// <param name="model">The model that was run.</param>
    /// <param name="columns">Its inputs, and the columns that feed them.</param>
    /// <param name="rows">The row, or rows, in words.</param>
    /// <param name="error">What ONNX Runtime says.</param>
    public static InvalidOperationException Create(OnnxModel model, (string Input, string Column)[] columns, string rows, OnnxRuntimeException error)
    {
        var inputs = InputsOf(model.Graph, error.Message);
        var read = columns.Where(column => inputs.Contains(column.Input)).ToArray();
        string[] names = [.. (read.Length > 0 ? read : columns).Select(column => $"'{ForeignText.Line(column.Column)}'").Distinct()];
        return new InvalidOperationException(
            $"ONNX Runtime cannot run model '{model.SourcePath}' on {rows} (column{(names.Length > 1 ? "s" : "")} {ForeignText.Line(string.Join(", ", names))}): {OnnxRuntimeErrors.Shown(error)} "
            + "Check that the row has values that the model takes, such as ids within its vocabulary and sizes that it was made for.", error);
    }

    /// <summary>The graph inputs that the node which failed depends on; none where the message names no node of the graph.</summary>
    private static HashSet<string> InputsOf(GraphProto graph, string message)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        int start = message.IndexOf(NodeMark, StringComparison.Ordinal) + NodeMark.Length;
        int end = start < NodeMark.Length ? -1 : message.IndexOf('\'', start);
        if (end < 0 || graph.Node.FirstOrDefault(node => message.AsSpan(start, end - start).SequenceEqual(node.Name)) is not { } failed)
        {
            return found;
        }

        var index = new GraphIndex(graph);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(SubgraphCaptures.Reads(failed));
        while (open.TryPop(out string? tensor))
        {
            if (!seen.Add(tensor))
            {
                continue;
            }

            if (index.Producer(tensor) is { } producer)
            {
                foreach (string read in SubgraphCaptures.Reads(producer))
                {
                    open.Push(read);
                }
            }
            else if (index.IsInput(tensor))
            {
                found.Add(tensor);
            }
        }

        return found;
    }
}
