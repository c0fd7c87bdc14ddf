using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>Which places of rounding belong to which layer of a calibrated model.</summary>
internal sealed class LayerNoise
{
    private readonly CalibratedModel _calibrated;
    private readonly GraphIndex _index;
    private readonly Dictionary<string, TensorPlan> _tensors;
    private readonly HashSet<string> _moved;

    public LayerNoise(CalibratedModel calibrated)
    {
        _calibrated = calibrated;
        _index = new GraphIndex(calibrated.Prepared.Graph);
        _tensors = calibrated.Plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _moved = calibrated.Plan.Nodes.Where(node => node.Role == NodeRole.SameScale).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        Layers = Layer.Find(calibrated.Prepared.Graph, calibrated.Plan);
    }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Where the layer would round if it were the only one in INT8.</summary>
    public IEnumerable<NoiseSource> Alone(Layer layer)
    {
        if (layer.HasWeights)
        {
            yield return NoiseSource.NodeWeights(layer.Node.Name);
        }

        foreach (string tensor in layer.Inputs.Concat(layer.Output == null ? [] : [layer.Output]).Select(Origin).Distinct(StringComparer.Ordinal))
        {
            yield return Source(tensor);
        }
    }

    private NoiseSource Source(string tensor) => NoiseSource.Tensor(tensor, _calibrated.Settings.Activations[_tensors[tensor].RangeOf]);

    /// <summary>The tensor whose values this one has, moved: it is rounded with it.</summary>
    private string Origin(string tensor)
    {
        while (_index.Producer(tensor) is { } maker && _moved.Contains(maker.Name))
        {
            tensor = maker.Input[0];
        }

        return tensor;
    }
}
