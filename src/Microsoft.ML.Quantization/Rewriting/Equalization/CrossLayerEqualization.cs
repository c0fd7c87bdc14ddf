using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Scales the channels between layers so that their weights are of like size, which changes nothing that an FP32 model computes but
/// the rounding of its numbers, and leaves less to lose to a scale that channels share.
/// </summary>
internal static class CrossLayerEqualization
{
    // Less than this is not worth another model.
    private const double LeastFactor = 1.05;

    /// <param name="model">A prepared model.</param>
    /// <returns>A copy with equalized weights that shares what is on disk, or the model itself where there is nothing to equalize.</returns>
    public static OnnxModel Apply(OnnxModel model)
    {
        var flow = ChannelFlow.Of(model);
        double[] factors = EqualizingFactors.Of(flow);
        if (Array.TrueForAll(factors, factor => factor is > 1 / LeastFactor and < LeastFactor))
        {
            return model;
        }

        var edits = flow.Weights.ToDictionary(weights => weights.Name, weights => (Func<float[], float[]>)(values => weights.Scaled(values, factors)), StringComparer.Ordinal);
        foreach (var constant in flow.Constants)
        {
            edits[constant.Name] = values => [.. values.Select((value, i) => (float)(value * factors[constant.Channels[i]]))];
        }

        var equalized = model.With(model.Proto.Clone());
        var initializers = equalized.Graph.Initializer;
        for (int i = 0; i < initializers.Count; i++)
        {
            if (edits.TryGetValue(initializers[i].Name, out var edit))
            {
                initializers[i] = TensorData.Create<float>(initializers[i].Name, edit(TensorData.Floats(initializers[i])), [.. initializers[i].Dims]);
            }
        }

        return equalized;
    }
}
