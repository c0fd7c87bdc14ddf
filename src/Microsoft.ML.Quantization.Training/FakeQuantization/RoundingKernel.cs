namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// Rounds values to a grid and takes gradients back, in one pass over memory each: the definition, value by value. The vector code
/// gives the same bits.
/// </summary>
/// <param name="scale">The distance of two values of the grid.</param>
/// <param name="low">The smallest value of the grid over its scale, a whole number.</param>
/// <param name="high">The largest value of the grid over its scale, a whole number.</param>
internal readonly struct RoundingKernel(float scale, float low, float high)
{
    /// <summary>Values are added up in as many sums as this, the i-th value in sum i modulo it, and the sums in their order.</summary>
    public const int Lanes = 16;

    public float Scale => scale;

    public float Low => low;

    public float High => high;

    /// <summary>Values above are clipped.</summary>
    public float Above => scale * (high + 0.5f);

    /// <summary>Values below are clipped.</summary>
    public float Below => scale * (low - 0.5f);

    public void Round(ReadOnlySpan<float> values, Span<float> rounded)
    {
        for (int i = VectorRounding.Round(this, values, rounded); i < values.Length; i++)
        {
            rounded[i] = Rounded(values[i]);
        }
    }

    /// <summary>Passes gradients through where nothing is clipped.</summary>
    public void Pass(ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, Span<float> passed)
    {
        for (int i = VectorRounding.Pass(this, values, gradient, passed); i < values.Length; i++)
        {
            passed[i] = IsClipped(values[i]) ? 0 : gradient[i];
        }
    }

    /// <summary>As <see cref="Pass"/>, and adds up what the scale gets: (rounded - value) * gradient, or rounded * gradient where it is clipped.</summary>
    public double PassAndSum(ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, Span<float> passed)
    {
        Span<float> sums = stackalloc float[Lanes];
        sums.Clear();
        for (int i = VectorRounding.PassAndSum(this, values, gradient, passed, sums); i < values.Length; i++)
        {
            bool clipped = IsClipped(values[i]);
            passed[i] = clipped ? 0 : gradient[i];
            sums[i % Lanes] += (Rounded(values[i]) - (clipped ? 0 : values[i])) * gradient[i];
        }

        double total = 0;
        foreach (float sum in sums)
        {
            total += sum;
        }

        return total;
    }

    // The limits are whole numbers, so that clipping first changes nothing; NaN stays NaN.
    private float Rounded(float value)
    {
        float steps = value / scale;
        steps = steps < low ? low : steps > high ? high : steps;
        return MathF.Round(steps, MidpointRounding.ToEven) * scale;
    }

    private bool IsClipped(float value) => value > Above || value < Below;
}
