namespace Microsoft.ML.Quantization.Placement;

/// <summary>An activation tensor that gets QuantizeLinear and DequantizeLinear.</summary>
/// <param name="Name">The tensor's name in the prepared graph.</param>
/// <param name="RangeOf">The tensor whose range it takes: itself, or the one it shares a scale with.</param>
/// <param name="Low">A bound that a folded Relu or Clip sets on the values; minus infinity for none.</param>
/// <param name="High">As <paramref name="Low"/>, from above.</param>
internal sealed record TensorPlan(string Name, string RangeOf, float Low = float.NegativeInfinity, float High = float.PositiveInfinity)
{
    /// <summary>The range that the target gives it, whatever is observed; <see langword="null"/> for the observed one.</summary>
    public (float Low, float High)? FixedRange { get; init; }
}
