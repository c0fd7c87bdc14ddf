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
    public Tensor Round(Tensor value, Tensor scale)
    {
        using var _ = no_grad();
        var step = Broadcast(scale, value);
        return value.div(step).round_().clamp_(Lowest - ZeroPoint, Highest - ZeroPoint).mul_(step);
    }

    /// <summary>Where rounding clips.</summary>
    public Tensor Outside(Tensor value, Tensor scale)
    {
        var step = Broadcast(scale, value);
        return value.gt(step * (Highest - ZeroPoint + 0.5)).logical_or_(value.lt(step * (Lowest - ZeroPoint - 0.5)));
    }

    /// <summary>Adds up all values that share a scale.</summary>
    public Tensor SumByScale(Tensor values) => Axis is null ? values.sum() : values.sum(Others(values));

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
