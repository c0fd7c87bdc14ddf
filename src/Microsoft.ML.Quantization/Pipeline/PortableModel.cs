using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The form of a model in which a stock <c>OnnxTransformer</c> scores it: graph inputs and outputs named as the columns, free
/// dimensions fixed where the columns fix them, scalars as ML.NET feeds them. Everything added is marked, so the model it was
/// made from can be had back.
/// </summary>
internal static class PortableModel
{
    /// <param name="source">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">The outputs that are wanted.</param>
    /// <param name="batched">Whether the first dimension stays free.</param>
    /// <param name="batchSize">For the metadata: the rows of a batch that were asked for.</param>
    /// <param name="threads">For the metadata: the threads of a call.</param>
    /// <param name="sized">Whether the sizes that columns fix are written into the model.</param>
    /// <param name="maxRowTime">For the metadata: how long a row may take.</param>
    public static ModelProto Build(ModelProto source, BoundInput[] inputs, MappedColumn[] outputs, bool batched, int? batchSize, int? threads, bool sized, TimeSpan? maxRowTime = null)
    {
        var model = source.Clone();
        var graph = model.Graph;
        string originalInterface = Interface(graph);
        var renamed = Rename(graph, inputs, outputs);
        model.IrVersion = Math.Max(model.IrVersion, 4);
        graph.Input.Clear();
        graph.Output.Clear();
        int at = 0;
        foreach (var input in inputs)
        {
            AddInput(graph, input, renamed, batched, sized, ref at);
        }

        foreach (var output in outputs)
        {
            AddOutput(graph, output, renamed);
        }

        InitializerTypes.Hide(graph, GraphAdapters.Mark);
        new PortableMetadata(
            PortableMetadata.CurrentFormat,
            [.. inputs.Select(PortableMetadata.Input.From)],
            [.. outputs.Select(PortableMetadata.Output.From)],
            batched,
            batchSize,
            threads,
            renamed,
            originalInterface,
            maxRowTime).Write(model);
        return model;
    }

    /// <summary>The model that <paramref name="portable"/> was made from.</summary>
    public static ModelProto Restore(ModelProto portable, PortableMetadata metadata)
    {
        var model = portable.Clone();
        var graph = model.Graph;
        PortableMetadata.Remove(model);
        InitializerTypes.Show(graph, GraphAdapters.Mark);
        GraphAdapters.Remove(graph);
        TensorRenaming.Rename(graph, metadata.Renamed.ToDictionary(pair => pair.Value, pair => pair.Key));
        var original = GraphProto.Parser.ParseFrom(Convert.FromBase64String(metadata.Interface));
        graph.Input.Clear();
        graph.Output.Clear();
        graph.Input.Add(original.Input);
        graph.Output.Add(original.Output);
        return model;
    }

    private static string Interface(GraphProto graph)
    {
        var copy = new GraphProto();
        copy.Input.Add(graph.Input);
        copy.Output.Add(graph.Output);
        return Convert.ToBase64String(copy.ToByteArray());
    }

    /// <summary>Makes room for column names that the graph uses for other tensors.</summary>
    private static Dictionary<string, string> Rename(GraphProto graph, BoundInput[] inputs, MappedColumn[] outputs)
    {
        var used = TensorRenaming.Names(graph);
        var adapted = inputs.Where(NeedsAdapter).Select(input => input.Column.Name).Concat(outputs.Where(NeedsAdapter).Select(output => output.GraphName)).Distinct();
        var renamed = new Dictionary<string, string>();
        foreach (string column in adapted.Where(used.Contains))
        {
            string name = Enumerable.Range(1, int.MaxValue).Select(i => $"{column}_{i}").First(used.Add);
            renamed[column] = name;
        }

        TensorRenaming.Rename(graph, renamed);
        return renamed;
    }

    private static bool NeedsAdapter(BoundInput input) => input.Column.Name != input.Column.Tensor.Name || NeedsReshape(input);

    // ML.NET feeds a scalar as a tensor of shape [1, 1].
    private static bool NeedsReshape(BoundInput input) => input.IsFlat || (input.IsScalar && input.RowShape.Length != 2);

    private static bool NeedsAdapter(MappedColumn output) => output.GraphName != output.Tensor.Name || NewShape(output.Tensor) != null;

    // ML.NET takes a free first dimension for a batch of 1, and another one for vectors of any size.
    private static long[]? NewShape(TensorSignature output) => output.FollowsData ? [1, -1] : output.Dimensions is { Length: 0 } ? [1] : null;

    private static void AddInput(GraphProto graph, BoundInput input, Dictionary<string, string> renamed, bool batched, bool sized, ref int at)
    {
        var column = input.Column;
        if (graph.Input.All(existing => existing.Name != column.Name))
        {
            graph.Input.Add(sized ? PortableShapes.Input(input, batched) : PortableShapes.FreeInput(input));
        }

        if (NeedsAdapter(input))
        {
            long[]? shape = NeedsReshape(input) ? [.. input.RowShape.Select((size, i) => i == 0 && input.Batched ? -1 : size)] : null;
            graph.Node.Insert(at++, GraphAdapters.Make(graph, column.Name, renamed.GetValueOrDefault(column.Tensor.Name, column.Tensor.Name), shape));
        }
    }

    private static void AddOutput(GraphProto graph, MappedColumn output, Dictionary<string, string> renamed)
    {
        graph.Output.Add(PortableShapes.Output(output, null));
        if (NeedsAdapter(output))
        {
            graph.Node.Add(GraphAdapters.Make(graph, renamed.GetValueOrDefault(output.Tensor.Name, output.Tensor.Name), output.GraphName, NewShape(output.Tensor)));
        }
    }
}
