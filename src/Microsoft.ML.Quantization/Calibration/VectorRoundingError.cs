using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The vector code of <see cref="RoundingError"/> for many pieces, which it agrees with bit for bit.</summary>
internal static class VectorRoundingError
{
    // 1.5 * 2^52: doubles around it are whole numbers, so that adding it rounds, half to even.
    private const double WholeNumbers = 6_755_399_441_055_744;

    /// <summary>The mean squared error of each piece, in squared steps, times its share.</summary>
    /// <param name="starts">The lower ends.</param>
    /// <param name="ends">The upper ends.</param>
    /// <param name="shares">The shares.</param>
    /// <param name="parameters">The quantizer.</param>
    /// <param name="clipping">How many times the error of clipped values counts.</param>
    /// <param name="errors">The errors, as many as there are pieces.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<double> starts, ReadOnlySpan<double> ends, ReadOnlySpan<double> shares, QuantizationParameters parameters, double clipping, Span<double> errors)
    {
        int first = parameters.QuantizedMinimum - parameters.ZeroPoint;
        int last = parameters.QuantizedMaximum - parameters.ZeroPoint;
        double scale = parameters.Scale;
        var steps = new Vector<double>(scale);
        var vectorStarts = MemoryMarshal.Cast<double, Vector<double>>(starts);
        var vectorEnds = MemoryMarshal.Cast<double, Vector<double>>(ends);
        var vectorShares = MemoryMarshal.Cast<double, Vector<double>>(shares);
        var vectorErrors = MemoryMarshal.Cast<double, Vector<double>>(errors);
        var low = new Vector<double>(first);
        var high = new Vector<double>(last);
        var times = new Vector<double>(clipping);
        for (int i = 0; i < vectorStarts.Length; i++)
        {
            vectorErrors[i] = vectorShares[i] * Mean(vectorStarts[i] / steps, vectorEnds[i] / steps, low, high, times);
        }

        for (int i = vectorStarts.Length * Vector<double>.Count; i < starts.Length; i++)
        {
            errors[i] = shares[i] * RoundingError.Mean(starts[i] / scale, ends[i] / scale, first, last, clipping);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Mean(Vector<double> start, Vector<double> end, Vector<double> first, Vector<double> last, Vector<double> clipping)
    {
        var width = end - start;
        var narrow = Vector.LessThan(width, new Vector<double>(RoundingError.Narrow));
        var below = clipping * Cubes(start - first, Vector.Min(end, first) - first);
        var above = clipping * Cubes(Vector.Max(start, last) - last, end - last);
        var from = Vector.Max(start, first);
        var to = Vector.Min(end, last);
        var sum = Vector.ConditionalSelect(Vector.LessThan(start, first), below, Vector<double>.Zero)
            + Vector.ConditionalSelect(Vector.GreaterThan(end, last), above, Vector<double>.Zero)
            + Vector.ConditionalSelect(Vector.GreaterThan(to, from), Inside(to) - Inside(from), Vector<double>.Zero);
        var wide = sum / width;
        return Vector.EqualsAll(narrow, Vector<long>.Zero) ? wide : Vector.ConditionalSelect(narrow, AtOnePlace((start + end) / new Vector<double>(2), first, last, clipping), wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AtOnePlace(Vector<double> value, Vector<double> first, Vector<double> last, Vector<double> clipping)
    {
        var error = value - Round(Vector.Min(Vector.Max(value, first), last));
        var isClipped = Vector.LessThan(value, first) | Vector.GreaterThan(value, last);
        return error * error * Vector.ConditionalSelect(isClipped, clipping, Vector<double>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Cubes(Vector<double> from, Vector<double> to) => ((to * to * to) - (from * from * from)) / new Vector<double>(3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Inside(Vector<double> value)
    {
        var integer = Round(value);
        var rest = value - integer;
        return (integer / new Vector<double>(12)) + (rest * rest * rest / new Vector<double>(3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Round(Vector<double> value) => (value + new Vector<double>(WholeNumbers)) - new Vector<double>(WholeNumbers);
}
