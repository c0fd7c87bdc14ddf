using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The vector code of <see cref="TensorSketch"/> that looks at values before they are counted.</summary>
internal static class VectorExtremes
{
    /// <summary>The extremes of values that are known to be finite, one or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ValueExtremes OfFinite(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var (lowA, lowB) = (new Vector<float>(float.PositiveInfinity), new Vector<float>(float.PositiveInfinity));
        var (highA, highB) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));

        // Two of each, as an instruction waits for the result of the one before it.
        int i = 0;
        for (; i + 3 < vectors.Length; i += 4)
        {
            lowA = VectorInstructions.Min(lowA, VectorInstructions.Min(vectors[i], vectors[i + 1]));
            highA = VectorInstructions.Max(highA, VectorInstructions.Max(vectors[i], vectors[i + 1]));
            lowB = VectorInstructions.Min(lowB, VectorInstructions.Min(vectors[i + 2], vectors[i + 3]));
            highB = VectorInstructions.Max(highB, VectorInstructions.Max(vectors[i + 2], vectors[i + 3]));
        }

        for (; i < vectors.Length; i++)
        {
            lowA = VectorInstructions.Min(lowA, vectors[i]);
            highA = VectorInstructions.Max(highA, vectors[i]);
        }

        return All(VectorInstructions.Min(lowA, lowB), VectorInstructions.Max(highA, highB), values[(vectors.Length * Vector<float>.Count)..]);
    }

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

        var all = All(low, high, values[(vectors.Length * Vector<float>.Count)..]);
        return Vector.EqualsAll(poison, Vector<float>.Zero) && float.IsFinite(all.Minimum) && float.IsFinite(all.Maximum) ? all : null;
    }

    /// <summary>The extremes of lanes, and of the values that are left over behind the vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ValueExtremes All(Vector<float> low, Vector<float> high, ReadOnlySpan<float> rest)
    {
        float minimum = float.PositiveInfinity;
        float maximum = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            minimum = Math.Min(minimum, low[lane]);
            maximum = Math.Max(maximum, high[lane]);
        }

        foreach (float value in rest)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return new(minimum, maximum);
    }
}
