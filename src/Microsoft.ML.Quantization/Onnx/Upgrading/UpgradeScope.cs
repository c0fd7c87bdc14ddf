using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>One graph that is being raised, and the graphs around it.</summary>
internal sealed class UpgradeScope(UpgradeContext context, GraphProto graph, UpgradeScope? outer)
{
    private readonly Dictionary<string, TensorProto> _constants = Constants(graph);

    public UpgradeContext Context => context;

    public GraphProto Graph => graph;

    /// <summary>The value of a tensor, if it is constant.</summary>
    public TensorProto? Constant(string tensor) => _constants.GetValueOrDefault(tensor) ?? outer?.Constant(tensor);

    /// <summary>Type and shape of a tensor as far as they are known; null inside subgraphs, of which nothing is inferred.</summary>
    public TensorShape? Shape(string tensor) => outer == null ? context.Shapes?.Find(tensor) : null;

    /// <summary>Turns an attribute that a later version takes as an input into that input. Absent attributes leave it absent.</summary>
    public void AttributeToInput(NodeProto node, string attribute, int input)
    {
        if (node.Integers(attribute) is { } values)
        {
            SetInput(node, input, attribute, TensorData.Create<long>("", values, values.Length));
            node.RemoveAttribute(attribute);
        }
    }

    /// <summary>Makes a new initializer and lets the node read it.</summary>
    public void SetInput(NodeProto node, int input, string purpose, TensorProto value)
    {
        value.Name = context.UniqueName($"{node.Output[0]}_{purpose}");
        graph.Initializer.Add(value);
        node.SetInput(input, value.Name);
    }

    /// <summary>A scalar of the type of <paramref name="like"/>, which is taken for float where nothing is known of it.</summary>
    public TensorProto Scalar(float value, string like) => (DataType)(Constant(like)?.DataType ?? Shape(like)?.ElementType ?? (int)DataType.Float) switch
    {
        DataType.Float16 => TensorData.Create<Half>("", [(Half)value], []),
        DataType.Double => TensorData.Create<double>("", [value], []),
        _ => TensorData.Create<float>("", [value], []),
    };

    private static Dictionary<string, TensorProto> Constants(GraphProto graph)
    {
        var constants = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            constants[tensor.Name] = tensor;
        }

        foreach (NodeProto node in graph.Node.Where(node => node.Is("Constant") && node.Output.Count == 1))
        {
            if (node.Find("value")?.T is { } value)
            {
                constants[node.Output[0]] = value;
            }
        }

        return constants;
    }
}
