namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>How integers of a tensor stand for real values: scale times integer less zero point.</summary>
/// <param name="Scales">One for the tensor, or one for each index of <paramref name="Axis"/>.</param>
/// <param name="ZeroPoint">The zero point of all of them, -128 to 127.</param>
/// <param name="Axis">The dimension that the scales go along.</param>
internal sealed record LiteRtQuantization(float[] Scales, int ZeroPoint, int Axis = 0)
{
    /// <summary>Whether the same integers stand for the same values; of tensors with one scale.</summary>
    public bool IsSame(LiteRtQuantization other) => Scales.Length == 1 && other.Scales.Length == 1 && Scales[0] == other.Scales[0] && ZeroPoint == other.ZeroPoint;
}
