using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The vector code of <see cref="TensorSketch"/> that looks at values before they are counted.</summary>
internal static class VectorExtremes
{
    /// <summary>The extremes of <paramref name="values"/>, if all of them are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ValueExtremes? Find(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var low = new Vector<float>(float.PositiveInfinity);
        var high = new Vector<float>(float.NegativeInfinity);
        Vector<float> poison = Vector<float>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            low = VectorInstructions.Min(low, vector);
            high = VectorInstructions.Max(high, vector);

            // Zero for every finite value, NaN for the others.
            poison += vector * Vector<float>.Zero;
        }

        float minimum = float.PositiveInfinity;
        float maximum = float.NegativeInfinity;
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            minimum = Math.Min(minimum, low[i]);
            maximum = Math.Max(maximum, high[i]);
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return Vector.EqualsAll(poison, Vector<float>.Zero) && float.IsFinite(minimum) && float.IsFinite(maximum) ? new(minimum, maximum) : null;
    }
}
