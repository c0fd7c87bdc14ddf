using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Follows channels through a graph: which can be scaled on their way from the weights that make them to those that read them, because
/// all between them gives twice as much for twice as much, and which have to be scaled alike.
/// </summary>
internal sealed class ChannelFlow
{
    private readonly GraphIndex _index;
    private readonly TensorShapes _shapes;
    private readonly Dictionary<string, ChannelTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>What activations make whose slopes differ: its channels are those of what they read, and keep their units.</summary>
    private readonly Dictionary<string, ChannelTensor> _behind = new(StringComparer.Ordinal);

    private ChannelFlow(OnnxModel model, TensorShapes shapes, bool throughClips) =>
        (Model, _index, _shapes, ThroughClips) = (model, new GraphIndex(model.Graph), shapes, throughClips);

    public OnnxModel Model { get; }

    public GraphIndex Index => _index;

    public ChannelSets Sets { get; } = new();

    /// <summary>Whether a Clip from zero to an upper bound is passed too: what scales up is then clipped earlier.</summary>
    public bool ThroughClips { get; }

    /// <summary>The upper bound of the tensors that such a Clip makes.</summary>
    public Dictionary<string, double> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors whose channels are known, in the order in which they are made.</summary>
    public List<string> Tensors { get; } = [];

    /// <summary>The weights that make or read channels, in the order of the graph.</summary>
    public List<ScaledWeights> Weights { get; } = [];

    /// <summary>What is added to channels.</summary>
    public List<ScaledConstant> Constants { get; } = [];

    /// <summary>What the tensors go through that are read by nothing but an activation with another slope for each value.</summary>
    public Dictionary<string, ActivationFunction> Activations { get; } = new(StringComparer.Ordinal);

    /// <param name="model">A prepared model, its nodes in order.</param>
    /// <param name="throughClips">Whether a Clip from zero to an upper bound is passed too.</param>
    /// <param name="shapes">The shapes of its tensors, where they are known already.</param>
    public static ChannelFlow Trace(OnnxModel model, bool throughClips = false, TensorShapes? shapes = null)
    {
        var flow = new ChannelFlow(model, shapes ?? TensorShapes.Infer(model), throughClips);
        foreach (var node in model.Graph.Node)
        {
            flow.Visit(node);
        }

        return flow;
    }

    /// <summary>The channels of a tensor; <see langword="null"/> where they are not known, and so must stay as they are.</summary>
    public ChannelTensor? Find(string tensor) => _tensors.GetValueOrDefault(tensor);

    /// <summary>The dimensions of a tensor, free ones being -1; <see langword="null"/> where nothing is known of them.</summary>
    public IReadOnlyList<long>? Dimensions(string tensor) => _shapes.Find(tensor)?.Dimensions is { Count: > 0 } known ? known : null;

    /// <summary>Whether an initializer can be given other values.</summary>
    public bool IsEditable(string name) =>
        _index.Initializer(name) is { DataType: (int)TensorProto.Types.DataType.Float } tensor && !OnnxModel.IsOutside(tensor) && !_index.IsOutput(name) && !_index.IsCaptured(name);

    /// <summary>Whether one node alone reads an initializer.</summary>
    public bool IsOwn(string name) => _index.Consumers(name).Count == 1;

    public void Fix(params IEnumerable<string> tensors)
    {
        foreach (string tensor in tensors)
        {
            Sets.Fix(Find(tensor)?.Channels ?? []);
        }
    }

    private void Visit(NodeProto node)
    {
        var made = node.Domain is "" or "ai.onnx" ? ChannelRules.Made(node, this) : null;
        if (made == null)
        {
            Fix(node.Input);
            if (!_behind.TryGetValue(node.Output.FirstOrDefault(""), out made))
            {
                return;
            }
        }

        string output = node.Output[0];
        _tensors[output] = made;
        Tensors.Add(output);
        if (ThroughClips && ActivationFunction.Find(output, _index) is { } activation)
        {
            Activations[output] = activation;
            _behind[activation.Output] = made with { Channels = new int[made.Channels.Length] };
        }

        if (_index.IsOutput(output) || _index.IsCaptured(output))
        {
            Sets.Fix(made.Channels);
        }
    }
}
