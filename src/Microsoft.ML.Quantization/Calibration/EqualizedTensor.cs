namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A tensor whose channels were given other units for the sake of INT8: what is computed is factor * (x - shift).</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Factors">By channel, above zero; <see langword="null"/> where all are one.</param>
/// <param name="Shifts">By channel, in the units before; <see langword="null"/> where all are zero.</param>
internal sealed record EqualizedTensor(string Name, float[]? Factors, float[]? Shifts)
{
    public double Factor(int channel) => Factors?[channel] ?? 1;

    public double Shift(int channel) => Shifts?[channel] ?? 0;

    /// <summary>Whether another says the same.</summary>
    public bool IsLike(EqualizedTensor other) => Name == other.Name && AreSame(Factors, other.Factors) && AreSame(Shifts, other.Shifts);

    private static bool AreSame(float[]? one, float[]? other) => one == null ? other == null : other != null && one.AsSpan().SequenceEqual(other);
}
