namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Some output channels of a weight while they are rounded, side by side: [weight, channel]. All numbers are in steps.</summary>
/// <param name="length">The weights of a channel.</param>
internal sealed class RoundingTile(int length)
{
    /// <summary>How many channels lie side by side, a multiple of all sizes of vectors.</summary>
    public const int Lanes = 32;

    public int Length => length;

    /// <summary>The weights.</summary>
    public float[] Weights { get; } = new float[length * Lanes];

    /// <summary>What they are rounded to; zero before, and behind the last, where it stands for a neighbour that there is not.</summary>
    public float[] Integers { get; } = new float[(length + 1) * Lanes];

    /// <summary>Nearest integers.</summary>
    public float[] Nearest { get; } = new float[length * Lanes];

    /// <summary>In the order of rounding: weights at first, in the end their errors.</summary>
    public float[] Errors { get; } = new float[length * Lanes];

    /// <summary>In the order of rounding: weights with all that they make up for.</summary>
    public float[] Targets { get; } = new float[length * Lanes];

    /// <summary>The summed squares of the errors at the output.</summary>
    public float[] Squares { get; } = new float[Lanes];

    /// <summary>Brings the weights of a block, less what they are rounded to if that is known, into the order of rounding.</summary>
    public void Order(RoundingFactor factor, int start, ReadOnlySpan<float> rounded)
    {
        for (int a = 0; a < factor.Size; a++)
        {
            int from = (start + factor.Order[a]) * Lanes;
            for (int lane = 0; lane < Lanes; lane++)
            {
                Errors[(a * Lanes) + lane] = Weights[from + lane] - (rounded.IsEmpty ? 0 : rounded[from + lane]);
            }
        }

        Errors.AsSpan(0, factor.Size * Lanes).CopyTo(Targets);
    }
}
