using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary><see cref="PairSums"/> in TorchSharp, for every step of a training.</summary>
internal static class TorchPairSums
{
    /// <summary>The smallest scale of each output channel with which two neighbouring weights come to no more than <paramref name="limit"/> steps.</summary>
    public static Tensor MinimumScales(Tensor weights, int outputAxis, float limit)
    {
        var rows = outputAxis == 0 ? weights : weights.transpose(0, outputAxis);
        var largest = LargestPair(rows.flatten(1));
        if (weights.dim() > 2)
        {
            // A convolution may be computed on either layout, channels first or last.
            largest = maximum(largest, LargestPair(rows.movedim([1], [rows.dim() - 1]).flatten(1)));
        }

        return largest / Scalars.Get(limit);
    }

    private static Tensor LargestPair(Tensor rows)
    {
        long pairs = rows.shape[1] / 2;
        if (pairs == 0)
        {
            return zeros(rows.shape[0], device: rows.device);
        }

        var paired = rows.narrow(1, 0, pairs * 2).reshape(rows.shape[0], pairs, 2);
        var positive = paired.clamp_min(Scalars.Get(0)).sum(2);
        var negative = paired.clamp_max(Scalars.Get(0)).sum(2).neg();
        return maximum(positive, negative).amax([1]);
    }
}
