using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>The weights and bias of a node as FP32 values that INT8 and INT32 can hold: what the INT8 model computes with.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Bias">The bias, corrections included, FP32 where the target has it so; <see langword="null"/> for none.</param>
internal sealed record RoundedWeights(TensorProto Weights, TensorProto? Bias)
{
    public static RoundedWeights Create(NodeProto node, GraphIndex index, OnnxModel model, QuantizationParameters input, QdqSettings settings)
    {
        var source = NodeWeights.Read(node, index, model, settings);
        var quantized = QuantizedNodeWeights.Quantize(source, input, settings);
        var values = new float[quantized.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = quantized.Values[i] * quantized.Scales[quantized.Axis == null ? 0 : i / source.Stride % source.Channels];
        }

        var weights = TensorData.Create<float>($"{node.Name}_rounded_weights", values, source.Dimensions);
        return new RoundedWeights(weights, source.Bias switch
        {
            null => null,
            _ when !WeightedNodes.TakesBias(node) => null,
            var bias when settings.Target.Numbers.HasIntegerBiases => RoundedBias(node.Name, bias, input, quantized),
            var bias => TensorData.Create<float>($"{node.Name}_bias", bias, [bias.Length]),
        });
    }

    private static TensorProto RoundedBias(string node, float[] bias, QuantizationParameters input, QuantizedWeights weights)
    {
        int[] integers = BiasQuantizer.Quantize(bias, input.Scale, weights.Scales);
        float[] values = [.. integers.Select((value, i) => value * BiasQuantizer.Scale(input.Scale, weights.Scales[weights.Scales.Length == 1 ? 0 : i]))];
        return TensorData.Create<float>($"{node}_rounded_bias", values, [values.Length]);
    }
}
