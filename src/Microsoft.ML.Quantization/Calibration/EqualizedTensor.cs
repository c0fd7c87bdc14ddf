namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A tensor whose channels were given other units for the sake of INT8: what is computed is factor * (x - shift).</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Factors">By channel, above zero; <see langword="null"/> where all are one.</param>
/// <param name="Shifts">By channel, in the units before; <see langword="null"/> where all are zero.</param>
internal sealed record EqualizedTensor(string Name, float[]? Factors, float[]? Shifts)
{
    public double Factor(int channel) => Factors?[channel] ?? 1;

    public double Shift(int channel) => Shifts?[channel] ?? 0;
}
