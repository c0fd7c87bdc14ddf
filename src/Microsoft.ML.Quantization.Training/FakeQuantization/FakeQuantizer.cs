using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Everything that a plan rounds: the activation tensors, those of one scale together, and the weights of each INT8 node.</summary>
internal sealed class FakeQuantizer : torch.nn.Module
{
    private readonly Dictionary<string, string> _rangeOf;
    private readonly Dictionary<string, ActivationFakeQuantizer> _activations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightFakeQuantizer> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightFakeQuantizer> _tables = new(StringComparer.Ordinal);

    /// <param name="plan">What runs in INT8.</param>
    /// <param name="model">The prepared FP32 model.</param>
    /// <param name="start">Where scales begin: those of post-training quantization.</param>
    /// <param name="learnWeightScales">Whether weight scales are learned, or follow the largest weight.</param>
    /// <param name="device">Where scales live.</param>
    public FakeQuantizer(QuantizationPlan plan, OnnxModel model, QdqSettings start, bool learnWeightScales, torch.Device device)
        : base(nameof(FakeQuantizer))
    {
        var index = new GraphIndex(model.Graph);
        Planned = new PlannedGraph(index, plan);
        _rangeOf = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        foreach (string name in plan.ObservedTensors)
        {
            _activations[name] = new ActivationFakeQuantizer(start.Activations[name], device);
            register_module($"activation{_activations.Count}", _activations[name]);
        }

        var numbers = start.Target.Numbers;
        foreach (var node in model.Graph.Node.Where(node => Planned.PlanOf(node).Role is NodeRole.Convolution or NodeRole.Linear))
        {
            var source = NodeWeights.Read(node, index, model, start);
            var weights = QuantizedNodeWeights.Quantize(source, start.Activations[_rangeOf[node.Input[0]]], start);
            var rounding = new WeightRounding(source.PerChannel, start.ReduceRange, numbers.LargestPair, numbers.HasIntegerBiases, learnWeightScales);
            _weights[node.Name] = new WeightFakeQuantizer(node, source, weights.Scales, rounding, device);
            register_module($"weights{_weights.Count}", _weights[node.Name]);
        }

        foreach (var table in GatheredTable.Find(index).Where(table => table.Others.Count > 0))
        {
            foreach (var reader in table.Readers.Where(reader => Planned.PlanOf(reader).Role == NodeRole.Table))
            {
                _tables[reader.Name] = _weights[table.Others[0].Node.Name];
            }
        }
    }

    /// <summary>Who makes and who reads what in INT8.</summary>
    public PlannedGraph Planned { get; }

    /// <summary>The activation scales, by the tensor that the range was observed of.</summary>
    public IReadOnlyDictionary<string, ActivationFakeQuantizer> Activations => _activations;

    /// <summary>What rounds the weights of each INT8 node, by its name.</summary>
    public IReadOnlyDictionary<string, WeightFakeQuantizer> WeightsByNode => _weights;

    /// <summary>All scales that can learn.</summary>
    public IEnumerable<LearnedScale> Scales => _activations.Values.Select(activation => activation.Scale).Concat(_weights.Values.Select(weights => weights.Scale).OfType<LearnedScale>());

    /// <summary>Begins anew what is computed now and then only, so that an epoch does not depend on the one before.</summary>
    public void Refresh()
    {
        foreach (var weights in _weights.Values)
        {
            weights.Refresh();
        }
    }

    public ActivationFakeQuantizer Activation(string tensor) => _activations[_rangeOf[tensor]];

    /// <summary>Whether the node is gone from the INT8 model, its clipping done by the rounding of its output.</summary>
    public bool IsFolded(NodeProto node) => Planned.IsFolded(node);

    /// <summary>What rounds the table that a node looks up in, where it is the weights of another node; <see langword="null"/> where it is rounded already or stays in FP32.</summary>
    public WeightFakeQuantizer? Table(NodeProto node) => _tables.GetValueOrDefault(node.Name);

    /// <summary>What rounds the weights of a node; <see langword="null"/> where they stay in FP32.</summary>
    public WeightFakeQuantizer? Weights(NodeProto node) => _weights.GetValueOrDefault(node.Name);
}
