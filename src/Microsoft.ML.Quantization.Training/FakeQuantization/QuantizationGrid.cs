using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>The integers that a tensor is rounded to.</summary>
/// <param name="Lowest">The smallest integer.</param>
/// <param name="Highest">The largest integer.</param>
/// <param name="ZeroPoint">The integer that stands for zero.</param>
/// <param name="Axis">The dimension with a scale for each index; <see langword="null"/> for one scale.</param>
internal sealed record QuantizationGrid(int Lowest, int Highest, int ZeroPoint, int? Axis = null)
{
    /// <summary>The nearest value of the grid, half to even, without a gradient: the arithmetic of QuantizeLinear and DequantizeLinear.</summary>
    public Tensor Round(Tensor value, RoundingScales scales)
    {
        using var _ = no_grad();
        return FusedRounding.For(value, scales.Values, this) is { } fused ? fused.Round(value) : RoundByOperators(value, scales.ToTensor(value.device));
    }

    /// <summary>
    /// Takes a gradient back through rounding: it passes where nothing is clipped, and each scale gets the derivative by it times
    /// the scale, which is (rounded - value) inside the range and rounded at its ends, summed up.
    /// </summary>
    /// <param name="value">What was rounded.</param>
    /// <param name="scales">The scales.</param>
    /// <param name="gradient">The gradient of the result.</param>
    /// <param name="sum">Whether the scales learn.</param>
    public (Tensor Passed, float[]? Sums) Back(Tensor value, RoundingScales scales, Tensor gradient, bool sum)
    {
        using var _ = no_grad();
        if (FusedRounding.For(value, scales.Values, this) is { } fused)
        {
            return fused.Back(value, gradient, sum);
        }

        var (passed, sums) = BackByOperators(value, scales.ToTensor(value.device), gradient, sum);
        return (passed, sums is null ? null : TensorMemory.Copy(sums));
    }

    internal Tensor RoundByOperators(Tensor value, Tensor scale)
    {
        var step = Broadcast(scale, value);
        return value.div(step).round_().clamp_(Scalars.Get(Lowest - ZeroPoint), Scalars.Get(Highest - ZeroPoint)).mul_(step);
    }

    internal (Tensor Passed, Tensor? Sums) BackByOperators(Tensor value, Tensor scale, Tensor gradient, bool sum)
    {
        var step = Broadcast(scale, value);
        var outside = value.gt(step * Scalars.Get(Highest - ZeroPoint + 0.5)).logical_or_(value.lt(step * Scalars.Get(Lowest - ZeroPoint - 0.5)));
        var passed = gradient.masked_fill(outside, Scalars.Get(0));
        if (!sum)
        {
            return (passed, null);
        }

        // A dot product would be quicker, but the library behind it does not add up in the same order every time.
        var changes = (gradient * RoundByOperators(value, scale)).addcmul_(passed, value, Scalars.Get(-1));
        return (passed, Axis is null ? changes.sum() : changes.sum(Others(value)));
    }

    /// <summary>The dimensions that have no scales of their own.</summary>
    public long[] Others(Tensor values) => [.. Enumerable.Range(0, (int)values.dim()).Where(dimension => dimension != Axis).Select(dimension => (long)dimension)];

    /// <summary>Scales in the shape that multiplies with <paramref name="values"/>.</summary>
    public Tensor Broadcast(Tensor scale, Tensor values)
    {
        if (Axis is not { } axis)
        {
            return scale;
        }

        var shape = Enumerable.Repeat(1L, (int)values.dim()).ToArray();
        shape[axis] = scale.shape[0];
        return scale.view(shape);
    }
}
