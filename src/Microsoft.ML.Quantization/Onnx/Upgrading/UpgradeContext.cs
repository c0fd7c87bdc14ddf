namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>What the rules share while one model is raised.</summary>
internal sealed class UpgradeContext
{
    private readonly HashSet<string> _taken;
    private readonly Lazy<TensorShapes?> _shapes;

    public UpgradeContext(ModelProto model, long from, Func<TensorShapes>? shapes)
    {
        From = from;
        _shapes = new Lazy<TensorShapes?>(() => shapes?.Invoke());
        _taken =
        [
            .. ModelWalker.Nodes(model).SelectMany(node => node.Input.Concat(node.Output)),
            .. ModelWalker.Graphs(model.Graph).SelectMany(graph => graph.Initializer.Select(t => t.Name).Concat(graph.Input.Select(v => v.Name))),
        ];
    }

    /// <summary>The opset the model comes from.</summary>
    public long From { get; }

    public TensorShapes? Shapes => _shapes.Value;

    public string UniqueName(string wish)
    {
        string name = wish;
        for (int i = 1; !_taken.Add(name); i++)
        {
            name = $"{wish}_{i}";
        }

        return name;
    }
}
