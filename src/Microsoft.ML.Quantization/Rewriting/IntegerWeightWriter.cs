using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Replaces the constant weights and bias of a node by INT8 and INT32 initializers behind DequantizeLinear.</summary>
internal sealed class IntegerWeightWriter(OnnxModel model, GraphProto graph, GraphIndex index, NameScope names, QdqSettings settings)
{
    private readonly List<WrittenWeights> _written = [];
    private readonly Dictionary<string, (WeightSource Source, QuantizedWeights Weights)> _quantized = new(StringComparer.Ordinal);

    /// <summary>What was written so far and is equal, but for rounding, to the initializer that it is made from.</summary>
    public IReadOnlyList<WrittenWeights> Written => _written;

    /// <summary>Quantizes weights that will be written, several at a time; without this they are quantized when they are.</summary>
    public void Quantize(IEnumerable<(NodeProto Node, QuantizationParameters Input)> layers, ParallelOptions? parallel)
    {
        (NodeProto Node, QuantizationParameters Input)[] nodes = parallel == null ? [] : [.. layers];
        var quantized = new (WeightSource, QuantizedWeights)[nodes.Length];
        ParallelJobs.Run(nodes.Length, parallel, i =>
        {
            var (source, weights) = Quantize(nodes[i].Node, nodes[i].Input);
            quantized[i] = (source with { Values = [] }, weights);
        });
        for (int i = 0; i < quantized.Length; i++)
        {
            _quantized[nodes[i].Node.Name] = quantized[i];
        }
    }

    public IEnumerable<NodeProto> Write(NodeProto node, QuantizationParameters input)
    {
        var (source, weights) = _quantized.Remove(node.Name, out var known) ? known : Quantize(node, input);
        yield return WriteWeights(node, source, weights);
        if (source.Bias != null && WeightedNodes.TakesBias(node))
        {
            if (settings.Target.Numbers.HasIntegerBiases)
            {
                yield return WriteBias(node, source, input, weights);
            }
            else
            {
                WriteFloatBias(node, source.Bias);
            }
        }

        NodeWeights.Normalize(node);
    }

    private (WeightSource Source, QuantizedWeights Weights) Quantize(NodeProto node, QuantizationParameters input)
    {
        var source = NodeWeights.Read(node, index, model, settings);
        return (source, QuantizedNodeWeights.Quantize(source, input, settings));
    }

    private NodeProto WriteWeights(NodeProto node, WeightSource source, QuantizedWeights weights)
    {
        string name = node.Input[1];
        long[] channels = weights.Axis == null ? [] : [weights.Scales.Length];
        var (values, scale, zeroPoint) = (names.Unique(name + "_quantized"), names.Unique(name + "_scale"), names.Unique(name + "_zero_point"));
        graph.Initializer.Add(TensorData.Create<sbyte>(values, weights.Values, source.Dimensions));
        graph.Initializer.Add(TensorData.Create<float>(scale, weights.Scales, channels));
        graph.Initializer.Add(TensorData.Create<sbyte>(zeroPoint, new sbyte[weights.Scales.Length], channels));
        if (WeightedNodes.WeightFactor(node) == 1)
        {
            _written.Add(new WrittenWeights(name, values, weights.Scales, weights.Axis));
        }

        node.Input[1] = names.Unique(name + "_DequantizeLinear_Output");
        return QdqNodes.Dequantize(names.Unique(name + "_DequantizeLinear"), values, scale, zeroPoint, node.Input[1], weights.Axis);
    }

    private NodeProto WriteBias(NodeProto node, WeightSource source, QuantizationParameters input, QuantizedWeights weights)
    {
        string name = BiasName(node);
        float[] scales = Array.ConvertAll(weights.Scales, weight => input.Scale * weight);
        long[] channels = weights.Axis == null ? [] : [scales.Length];
        var (values, scale, zeroPoint) = (names.Unique(name + "_quantized"), names.Unique(name + "_quantized_scale"), names.Unique(name + "_quantized_zero_point"));
        graph.Initializer.Add(TensorData.Create<int>(values, BiasQuantizer.Quantize(source.Bias, input.Scale, weights.Scales), [source.Bias!.Length]));
        graph.Initializer.Add(TensorData.Create<float>(scale, scales, channels));
        graph.Initializer.Add(TensorData.Create<int>(zeroPoint, new int[scales.Length], channels));
        node.SetInput(2, names.Unique(name + "_DequantizeLinear_Output"));
        return QdqNodes.Dequantize(names.Unique(name + "_DequantizeLinear"), values, scale, zeroPoint, node.Input[2], weights.Axis == null ? null : 0);
    }

    /// <summary>Factor and correction applied.</summary>
    private void WriteFloatBias(NodeProto node, float[] bias)
    {
        string name = names.Unique(BiasName(node) + "_float");
        graph.Initializer.Add(TensorData.Create<float>(name, bias, [bias.Length]));
        node.SetInput(2, name);
    }

    /// <summary>The name of the bias, or one for it.</summary>
    private static string BiasName(NodeProto node) => node.Input.Count > 2 && node.Input[2].Length > 0 ? node.Input[2] : node.Name + "_bias";
}
