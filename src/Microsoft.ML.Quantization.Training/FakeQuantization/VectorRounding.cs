using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>The vector code of <see cref="RoundingKernel"/>: handles whole vectors and says how many values that were.</summary>
internal static class VectorRounding
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Round(RoundingKernel kernel, ReadOnlySpan<float> values, Span<float> rounded)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return 0;
        }

        var grid = new Grid(kernel);
        var source = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var target = MemoryMarshal.Cast<float, Vector512<float>>(rounded);
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = grid.Rounded(source[i]);
        }

        return source.Length * Vector512<float>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Pass(RoundingKernel kernel, ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, Span<float> passed)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return 0;
        }

        var grid = new Grid(kernel);
        var source = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var incoming = MemoryMarshal.Cast<float, Vector512<float>>(gradient);
        var target = MemoryMarshal.Cast<float, Vector512<float>>(passed);
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = Vector512.AndNot(incoming[i], grid.Clipped(source[i]));
        }

        return source.Length * Vector512<float>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int PassAndSum(RoundingKernel kernel, ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, Span<float> passed, Span<float> sums)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return 0;
        }

        var grid = new Grid(kernel);
        var source = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var incoming = MemoryMarshal.Cast<float, Vector512<float>>(gradient);
        var target = MemoryMarshal.Cast<float, Vector512<float>>(passed);
        var sum = Vector512<float>.Zero;
        for (int i = 0; i < source.Length; i++)
        {
            var (value, slope) = (source[i], incoming[i]);
            var clipped = grid.Clipped(value);
            target[i] = Vector512.AndNot(slope, clipped);
            sum += (grid.Rounded(value) - Vector512.AndNot(value, clipped)) * slope;
        }

        sum.CopyTo(sums);
        return source.Length * Vector512<float>.Count;
    }

    private readonly struct Grid(RoundingKernel kernel)
    {
        private readonly Vector512<float> _scale = Vector512.Create(kernel.Scale);
        private readonly Vector512<float> _low = Vector512.Create(kernel.Low);
        private readonly Vector512<float> _high = Vector512.Create(kernel.High);
        private readonly Vector512<float> _above = Vector512.Create(kernel.Above);
        private readonly Vector512<float> _below = Vector512.Create(kernel.Below);

        public Vector512<float> Rounded(Vector512<float> value)
        {
            var steps = value / _scale;
            steps = Vector512.ConditionalSelect(Vector512.LessThan(steps, _low), _low, steps);
            steps = Vector512.ConditionalSelect(Vector512.GreaterThan(steps, _high), _high, steps);
            return Whole(steps) * _scale;
        }

        /// <summary>
        /// Half to even, as floats around 1.5 * 2^23 are whole numbers; keeps the sign of what becomes zero. .NET 8 has no rounding for
        /// vectors of any length.
        /// </summary>
        private static Vector512<float> Whole(Vector512<float> steps)
        {
            var wholeNumbers = Vector512.Create(12_582_912f);
            return (steps + wholeNumbers - wholeNumbers) | (steps & Vector512.Create(-0f));
        }

        public Vector512<float> Clipped(Vector512<float> value) => Vector512.GreaterThan(value, _above) | Vector512.LessThan(value, _below);
    }
}
