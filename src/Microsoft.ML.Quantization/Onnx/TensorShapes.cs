using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Element types and shapes of the tensors of a model's main graph, as ONNX Runtime infers them.</summary>
internal sealed class TensorShapes
{
    private readonly Dictionary<string, TensorShape> _shapes = new(StringComparer.Ordinal);

    private TensorShapes()
    {
    }

    public IEnumerable<string> Names => _shapes.Keys;

    /// <summary>What is known of a tensor, or null for unknown names and for values that are no tensors.</summary>
    public TensorShape? Find(string tensor) => _shapes.GetValueOrDefault(tensor);

    /// <exception cref="InvalidDataException">ONNX Runtime finds the model faulty.</exception>
    /// <exception cref="NotSupportedException">The model needs an operator or a version that ONNX Runtime does not have.</exception>
    public static TensorShapes Infer(OnnxModel model)
    {
        var shapes = new TensorShapes();
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            shapes._shapes[tensor.Name] = new TensorShape(tensor.DataType, [.. tensor.Dims], [.. tensor.Dims.Select(_ => "")]);
        }

        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = 1,
        };
        options.AddSessionConfigEntry("session.disable_prepacking", "1");
        using InferenceSession session = model.View(WithAllOutputs(model.Proto)).OpenSession(options);
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata.Concat(session.OutputMetadata))
        {
            if (metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR)
            {
                shapes._shapes[name] = new TensorShape(
                    (int)metadata.ElementDataType, [.. metadata.Dimensions.Select(dim => (long)dim)], [.. metadata.SymbolicDimensions]);
            }
        }

        return shapes;
    }

    // ONNX Runtime tells shapes of inputs and outputs only, and infers those of outputs that are just named.
    private static ModelProto WithAllOutputs(ModelProto model)
    {
        ModelProto copy = model.Clone();
        HashSet<string> present = [.. copy.Graph.Output.Select(output => output.Name)];
        foreach (string name in copy.Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0 && present.Add(name)))
        {
            copy.Graph.Output.Add(new ValueInfoProto { Name = name });
        }

        return copy;
    }
}
