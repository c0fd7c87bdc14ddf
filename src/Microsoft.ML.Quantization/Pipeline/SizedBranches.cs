using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Models that ONNX Runtime refuses once the sizes that columns fix are written into them, because it infers types in branches that are never taken
/// with these sizes, such as a Squeeze of a dimension that is not 1.
/// </summary>
internal static class SizedBranches
{
    /// <summary>A condition that is the same for these batches is taken for one that does not depend on the batch.</summary>
    private static readonly long[] Batches = [1, 2, 64];

    /// <summary>The model of the sizes of its columns, and without the branches that these sizes rule out; <see langword="null"/> where they rule out none.</summary>
    public static OnnxModel? Resolve(OnnxModel original, BoundInput[] inputs, bool batched)
    {
        var model = original.View(Sized(original.Proto, inputs, batched ? null : 1));
        bool any = ConstantBranches.Inline(model.Graph, new NameScope(model.Graph), condition => Known(model, inputs, batched, condition));
        return any ? model : null;
    }

    private static bool? Known(OnnxModel model, BoundInput[] inputs, bool batched, string condition)
    {
        if (Part(model.Proto, condition) is not { } part)
        {
            return null;
        }

        bool? value = null;
        foreach (long batch in batched ? Batches : [1])
        {
            if (Folded(model.View(Sized(part, inputs, batch)), condition) is not { } one || (value != null && value != one))
            {
                return null;
            }

            value = one;
        }

        return value;
    }

    private static bool? Folded(OnnxModel part, string condition)
    {
        try
        {
            using var folded = BasicOptimization.Run(part);
            ConstantNodes.ToInitializers(folded.Graph);
            return ConstantBranches.Constant(folded.Graph, condition);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What computes a condition; <see langword="null"/> where that has branches of its own.</summary>
    private static ModelProto? Part(ModelProto model, string condition)
    {
        var index = new GraphIndex(model.Graph);
        var wanted = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>([condition]);
        while (open.TryPop(out string? tensor))
        {
            if (index.Producer(tensor) is { } maker && wanted.Add(maker))
            {
                foreach (string input in maker.Input)
                {
                    open.Push(input);
                }
            }
        }

        if (wanted.Any(node => ModelWalker.Subgraphs(node).Any()))
        {
            return null;
        }

        var part = new ModelProto(model) { Graph = new GraphProto { Name = model.Graph.Name, Initializer = { model.Graph.Initializer }, Input = { model.Graph.Input } } };
        part.Graph.Node.AddRange(model.Graph.Node.Where(wanted.Contains));
        part.Graph.Output.Add(new ValueInfoProto { Name = condition, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Bool } } });
        UnusedInitializers.Remove(part.Graph);
        return part;
    }

    /// <param name="model">The model.</param>
    /// <param name="inputs">The sizes of its inputs.</param>
    /// <param name="batch">The rows of a batch; <see langword="null"/> leaves them free.</param>
    private static ModelProto Sized(ModelProto model, BoundInput[] inputs, long? batch)
    {
        var sized = model.Clone();
        sized.Graph.ValueInfo.Clear();
        foreach (var input in inputs)
        {
            var dimensions = sized.Graph.Input.First(value => value.Name == input.Column.Tensor.Name).Type.TensorType.Shape.Dim;
            for (int i = 0; i < input.RowShape.Length; i++)
            {
                if (i == 0 && input.Batched ? batch != null : input.RowShape[i] > 0)
                {
                    dimensions[i].DimValue = i == 0 && input.Batched ? batch!.Value : input.RowShape[i];
                }
            }
        }

        // Names of dimensions may claim an equality that fixed sizes break.
        foreach (var dimension in sized.Graph.Output.SelectMany(output => output.Type?.TensorType?.Shape?.Dim.Skip(1) ?? []).Where(dimension => dimension.HasDimParam))
        {
            dimension.ClearValue();
        }

        return sized;
    }
}
