using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx.Sizes;

/// <summary>
/// The outputs of a model whose size depends on the data, as the boxes that NonMaxSuppression leaves do: a free dimension of theirs is no batch,
/// and rows differ in it.
/// </summary>
internal static class DataSizedOutputs
{
    public static IReadOnlySet<string> Find(OnnxModel model)
    {
        string[] suspects = SizeFlow.Outputs(model.Proto);
        return suspects.Length == 0 ? new HashSet<string>() : suspects.Except(Known(model, suspects)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those of a size that ONNX Runtime infers from the sizes of the inputs, whatever the file says of them.</summary>
    private static string[] Known(OnnxModel model, string[] outputs)
    {
        HashSet<string> free = [.. model.Graph.Input.SelectMany(input => input.Type?.TensorType?.Shape?.Dim ?? []).Select(dimension => dimension.DimParam)];
        try
        {
            using var options = new SessionOptions
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                IntraOpNumThreads = 1,
            };
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
            using var session = model.View(Undeclared(model.Proto, outputs)).OpenSession(options);
            return [.. outputs.Where(output => session.OutputMetadata[output] is { IsTensor: true } metadata && IsKnown(metadata, free))];
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            // Whoever runs the model says what is wrong with it.
            return [];
        }
    }

    private static bool IsKnown(NodeMetadata metadata, HashSet<string> free) => metadata.Dimensions.Length > 0
        && metadata.Dimensions.Zip(metadata.SymbolicDimensions).All(dimension => dimension.First > 0 || (dimension.Second.Length > 0 && free.Contains(dimension.Second)));

    private static ModelProto Undeclared(ModelProto model, string[] outputs)
    {
        var copy = new ModelProto(model) { Graph = new GraphProto { Name = model.Graph.Name } };
        copy.Graph.Node.AddRange(model.Graph.Node);
        copy.Graph.Input.AddRange(model.Graph.Input);
        copy.Graph.Initializer.AddRange(model.Graph.Initializer);
        copy.Graph.SparseInitializer.AddRange(model.Graph.SparseInitializer);
        copy.Graph.Output.AddRange(outputs.Select(name => new ValueInfoProto { Name = name }));
        return copy;
    }
}
