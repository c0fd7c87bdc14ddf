namespace Microsoft.ML.Quantization.Onnx.Sizes;

/// <summary>What is known of the tensors of a graph, and through it of the graph around it.</summary>
internal sealed class FlowScope(FlowScope? around = null)
{
    private readonly Dictionary<string, Flow> _own = new(StringComparer.Ordinal);

    public Flow this[string tensor]
    {
        get => _own.TryGetValue(tensor, out var flow) ? flow : around?[tensor] ?? Flow.None;
        set => _own[tensor] = value;
    }
}
