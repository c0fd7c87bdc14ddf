using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>
/// <see cref="MaximumEntropy"/> with vectors. It knows how far its doubles can be off, and gives up where that could change a float; this is as rare as one row in
/// thousands.
/// </summary>
internal static class FastMaximumEntropy
{
    private const int Fewest = 8;
    private const int Lanes = 4;
    private const int OnStack = 128;

    public static bool TryNormalize(Span<float> scores)
    {
        if (!Powers.IsFast || scores.Length < Fewest || Largest(scores) is not { } most || LogOfSum(scores, most) is not { } logarithm)
        {
            return false;
        }

        return TryPowers(scores, logarithm);
    }

    /// <summary>The largest score; <see langword="null"/> where a score is no number, or much smaller.</summary>
    private static float? Largest(ReadOnlySpan<float> scores)
    {
        float most = scores[0];
        float least = scores[0];
        foreach (float score in scores)
        {
            most = Math.Max(most, score);
            least = Math.Min(least, score);
        }

        return most - least < Powers.Largest / 2 ? most : null;
    }

    private static float? LogOfSum(ReadOnlySpan<float> scores, float most)
    {
        var cutoff = Vector128.Create(most - MaximumEntropy.Tolerance);
        var sums = Vector256<double>.Zero;
        for (int i = 0; i < scores.Length; i += Lanes)
        {
            var (values, real) = Load(scores, i);
            var counted = Vector128.GreaterThan(values, cutoff) & real;
            var powers = Powers.Of(Widen(values - Vector128.Create(most)));
            sums += Vector256.ConditionalSelect(Widen(counted.AsInt32()).AsDouble(), powers, Vector256<double>.Zero);
        }

        // One of the largest is not among the others, of which the power is 1.
        double others = Math.Max(0, Vector256.Sum(sums) - 1);
        double exact = others > 0 ? most + Math.Log(1 + others) : most;
        double error = (2 * Powers.Error) + (scores.Length * (Powers.Error / 64)) + (Math.Abs(exact) * Powers.Error / 32);
        return (float)(exact - error) == (float)(exact + error) ? (float)exact : null;
    }

    private static bool TryPowers(Span<float> scores, float logarithm)
    {
        Span<float> all = scores.Length <= OnStack ? stackalloc float[OnStack + Lanes] : new float[scores.Length + Lanes];
        for (int i = 0; i < scores.Length; i += Lanes)
        {
            var powers = Powers.Of(Widen(Load(scores, i).Values - Vector128.Create(logarithm)));
            var low = Narrow(powers * Vector256.Create(1 - Powers.Error));
            if (low != Narrow(powers * Vector256.Create(1 + Powers.Error)))
            {
                return false;
            }

            low.StoreUnsafe(ref all[i]);
        }

        all[..scores.Length].CopyTo(scores);
        return true;
    }

    /// <summary>Four scores; behind the last one there are copies of the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Values, Vector128<float> Real) Load(ReadOnlySpan<float> scores, int at)
    {
        int rest = scores.Length - at;
        return rest >= Lanes
            ? (Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(scores), (nuint)at), Vector128<float>.AllBitsSet)
            : (Vector128.Create(scores[at], scores[rest > 1 ? at + 1 : 0], scores[rest > 2 ? at + 2 : 0], scores[0]),
               Vector128.GreaterThan(Vector128.Create(rest), Vector128.Create(0, 1, 2, 3)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> values)
    {
        var (low, high) = Vector128.Widen(values);
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Widen(Vector128<int> values)
    {
        var (low, high) = Vector128.Widen(values);
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Narrow(Vector256<double> values) => Vector128.Narrow(values.GetLower(), values.GetUpper());
}
