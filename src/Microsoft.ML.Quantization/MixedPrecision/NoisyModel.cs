using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>Makes FP32 models that round in some of the places where the INT8 model of a plan rounds, and nowhere else.</summary>
internal sealed class NoisyModel
{
    private readonly OnnxModel _model;
    private readonly QdqSettings _settings;
    private readonly GraphIndex _index;
    private readonly PlannedGraph _planned;
    private readonly CapturedPaths _captures;
    private readonly Dictionary<string, string> _rangeOf;

    /// <param name="model">The prepared FP32 model.</param>
    /// <param name="plan">What the INT8 model quantizes.</param>
    /// <param name="settings">How.</param>
    public NoisyModel(OnnxModel model, QuantizationPlan plan, QdqSettings settings)
    {
        (_model, _settings) = (model, settings);
        _index = new GraphIndex(model.Graph);
        _planned = new PlannedGraph(_index, plan);
        _captures = new CapturedPaths(_index);
        _rangeOf = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
    }

    public OnnxModel With(params IEnumerable<NoiseSource> sources)
    {
        var chosen = sources.ToArray();
        var weights = chosen.Where(source => source.Range == null).Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        var tensors = chosen.Where(source => source.Range != null).ToDictionary(source => source.Name, source => source.Range!.Value, StringComparer.Ordinal);
        var from = _model.Graph;
        var graph = new GraphProto { Name = from.Name, Initializer = { from.Initializer }, Input = { from.Input }, Output = { from.Output } };
        foreach (string input in from.Input.Select(input => input.Name).Where(tensors.ContainsKey))
        {
            Round(graph, input, input, Rounded(input), tensors[input]);
        }

        foreach (var original in from.Node)
        {
            Add(graph, original, weights, tensors);
        }

        UnusedInitializers.Remove(graph);
        return _model.View(new ModelProto(_model.Proto) { Graph = graph });
    }

    private void Add(GraphProto graph, NodeProto original, HashSet<string> weights, Dictionary<string, QuantizationParameters> tensors)
    {
        var node = original.Clone();
        graph.Node.Add(node);
        if (weights.Contains(node.Name))
        {
            RoundWeights(graph, node, original);
        }

        for (int i = 0; i < original.Input.Count; i++)
        {
            string tensor = original.Input[i];
            if (tensors.ContainsKey(tensor) && !_planned.Values.IsMadeInInt8(tensor) && _planned.Values.IsRounded(new TensorUse(original, i)))
            {
                node.Input[i] = Rounded(tensor);
            }
        }

        for (int i = 0; i < original.Output.Count; i++)
        {
            string tensor = original.Output[i];
            if (!tensors.TryGetValue(tensor, out var range))
            {
                continue;
            }

            // A tensor that exists in INT8 only keeps its name for all who read it.
            bool all = _planned.Values.IsMadeInInt8(tensor);
            node.Output[i] = all ? $"{tensor}_before_rounding" : tensor;
            bool captured = all && _captures.Contains(tensor);
            Round(graph, tensor, node.Output[i], captured || !all ? Rounded(tensor) : tensor, range);
            if (captured)
            {
                graph.Node.Add(QdqNodes.Barrier($"{tensor}_captured", Rounded(tensor), tensor));
            }
        }
    }

    private void RoundWeights(GraphProto graph, NodeProto node, NodeProto original)
    {
        var input = _settings.Activations[_rangeOf[original.Input[0]]];
        var rounded = RoundedWeights.Create(original, _index, _model, input, _settings);
        graph.Initializer.Add(rounded.Weights);
        node.Input[1] = rounded.Weights.Name;
        if (rounded.Bias != null)
        {
            graph.Initializer.Add(rounded.Bias);
            node.SetInput(2, rounded.Bias.Name);
        }

        NodeWeights.Normalize(node);
    }

    private static void Round(GraphProto graph, string tensor, string from, string to, QuantizationParameters range)
    {
        var (scale, zeroPoint, quantized) = ($"{tensor}_rounding_scale", $"{tensor}_rounding_zero_point", $"{tensor}_rounding_integers");
        graph.Initializer.Add(TensorData.Create<float>(scale, [range.Scale], []));
        graph.Initializer.Add(QdqNodes.ZeroPoint(zeroPoint, range));

        // Without it ONNX Runtime would take what is between two roundings for an INT8 node, and round its weights as well.
        string behind = $"{tensor}_rounding_barrier_output";
        graph.Node.Add(QdqNodes.Barrier($"{tensor}_rounding_barrier", from, behind));
        graph.Node.Add(QdqNodes.Quantize($"{tensor}_rounding_quantize", behind, scale, zeroPoint, quantized));
        graph.Node.Add(QdqNodes.Dequantize($"{tensor}_rounding_dequantize", quantized, scale, zeroPoint, to));
    }

    private static string Rounded(string tensor) => $"{tensor}_after_rounding";
}
