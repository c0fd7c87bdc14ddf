using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// The vector code of <see cref="CompensatedRounding"/>, over output channels. What a panel of weights passes on to all behind it is added in one go,
/// each sum in the same order as one by one.
/// </summary>
internal static class VectorCompensatedRounding
{
    // 1.5 * 2^23: floats around it are whole numbers, so that adding it rounds, half to even.
    private const float WholeNumbers = 12_582_912f;

    private static readonly int Vectors = RoundingTile.Lanes / Vector<float>.Count;

    /// <inheritdoc cref="CompensatedRounding.Round"/>
    public static void Round(RoundingTile tile, RoundingFactor factor, int start, RoundingBounds bounds) => Run(tile, factor, start, bounds);

    /// <inheritdoc cref="CompensatedRounding.Measure"/>
    public static void Measure(RoundingTile tile, RoundingFactor factor) => Run(tile, factor, 0, null);

    private static void Run(RoundingTile tile, RoundingFactor factor, int start, RoundingBounds? bounds)
    {
        var errors = MemoryMarshal.Cast<float, Vector<float>>(tile.Errors.AsSpan());
        var targets = MemoryMarshal.Cast<float, Vector<float>>(tile.Targets.AsSpan());
        for (int panel = factor.Panels.Length - 1; panel >= 0; panel--)
        {
            int first = panel * RoundingFactor.Panel;
            int count = Math.Min(RoundingFactor.Panel, factor.Size - first);
            for (int a = count - 1; a >= 0; a--)
            {
                if (bounds != null)
                {
                    Round(tile, start + factor.Order[first + a], first + a, bounds);
                }

                Square(tile, first + a, factor.Diagonal[first + a]);
                for (int b = 0; b < a; b++)
                {
                    PassOn(errors.Slice((first + a) * Vectors, Vectors), factor.Panels[panel].AsSpan(((first + b) * RoundingFactor.Panel) + a, 1), targets.Slice((first + b) * Vectors, Vectors));
                }
            }

            for (int b = 0; b < first; b++)
            {
                PassOn(errors.Slice(first * Vectors, count * Vectors), factor.Panels[panel].AsSpan(b * RoundingFactor.Panel, count), targets.Slice(b * Vectors, Vectors));
            }
        }
    }

    private static void Round(RoundingTile tile, int weight, int a, RoundingBounds bounds)
    {
        var integers = MemoryMarshal.Cast<float, Vector<float>>(tile.Integers.AsSpan());
        var errors = MemoryMarshal.Cast<float, Vector<float>>(tile.Errors.AsSpan());
        var targets = MemoryMarshal.Cast<float, Vector<float>>(tile.Targets.AsSpan());
        for (int v = 0; v < Vectors; v++)
        {
            var (low, high) = (new Vector<float>(-bounds.Last), new Vector<float>(bounds.Last));
            foreach (int[] neighbours in bounds.Neighbours)
            {
                var neighbour = integers[(neighbours[weight] * Vectors) + v];
                high = Vector.Min(high, new Vector<float>(bounds.LargestSum) - Vector.Max(neighbour, Vector<float>.Zero));
                low = Vector.Max(low, new Vector<float>(-bounds.LargestSum) - Vector.Min(neighbour, Vector<float>.Zero));
            }

            int place = (a * Vectors) + v;
            var bounded = Vector.Min(Vector.Max(targets[place], low), high);
            var integer = (bounded + new Vector<float>(WholeNumbers)) - new Vector<float>(WholeNumbers);
            integers[(weight * Vectors) + v] = integer;
            targets[place] -= integer;
            errors[place] -= integer;
        }
    }

    private static void Square(RoundingTile tile, int a, float diagonal)
    {
        var squares = MemoryMarshal.Cast<float, Vector<float>>(tile.Squares.AsSpan());
        var targets = MemoryMarshal.Cast<float, Vector<float>>(tile.Targets.AsSpan());
        for (int v = 0; v < Vectors; v++)
        {
            var part = targets[(a * Vectors) + v] * diagonal;
            squares[v] += part * part;
        }
    }

    /// <summary>Adds to a target what some errors pass on to it, the last of them first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOn(ReadOnlySpan<Vector<float>> errors, ReadOnlySpan<float> factors, Span<Vector<float>> targets)
    {
        for (int v = 0; v + 4 <= targets.Length; v += 4)
        {
            var (t0, t1, t2, t3) = (targets[v], targets[v + 1], targets[v + 2], targets[v + 3]);
            for (int a = factors.Length - 1; a >= 0; a--)
            {
                var factor = new Vector<float>(factors[a]);
                var error = errors.Slice((a * targets.Length) + v, 4);
                t0 += error[0] * factor;
                t1 += error[1] * factor;
                t2 += error[2] * factor;
                t3 += error[3] * factor;
            }

            (targets[v], targets[v + 1], targets[v + 2], targets[v + 3]) = (t0, t1, t2, t3);
        }

        // Vectors of 16 floats.
        for (int v = targets.Length / 4 * 4; v < targets.Length; v++)
        {
            for (int a = factors.Length - 1; a >= 0; a--)
            {
                targets[v] += errors[(a * targets.Length) + v] * factors[a];
            }
        }
    }
}
