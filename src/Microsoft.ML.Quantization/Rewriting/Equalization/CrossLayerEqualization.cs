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
        var equalized = model.View(model.Proto.Clone());
        var flow = ChannelFlow.Trace(equalized);
        double[] factors = EqualizingFactors.Compute(flow);
        if (Array.TrueForAll(factors, factor => factor is > 1 / LeastFactor and < LeastFactor))
        {
            return model;
        }

        var scaling = new ChannelScaling(flow);
        for (int channel = 0; channel < factors.Length; channel++)
        {
            scaling.SetFactor(channel, factors[channel]);
        }

        return EqualizedGraph.Write(scaling);
    }
}
