namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A histogram that nothing is added to for now, in about an eighth of its memory.</summary>
internal sealed class PackedHistogram
{
    private readonly int _bits;
    private readonly int _exponent;
    private readonly byte[]? _positive;
    private readonly byte[]? _negative;

    /// <param name="histogram">What to pack.</param>
    /// <param name="bits">As the constructor of <see cref="MagnitudeHistogram"/> has it.</param>
    public PackedHistogram(MagnitudeHistogram histogram, int bits) =>
        (_bits, _exponent, _positive, _negative) = (bits, histogram.Exponent, Pack(histogram.Positive), Pack(histogram.Negative));

    /// <summary>The histogram, a new one each time.</summary>
    public MagnitudeHistogram Unpack() => MagnitudeHistogram.Restore(_bits, _exponent, Unpack(_positive), Unpack(_negative));

    private static byte[]? Pack(ReadOnlySpan<long> side) => side.IsEmpty ? null : PackedIntegers.Pack(side);

    private long[]? Unpack(byte[]? side) => side == null ? null : PackedIntegers.Unpack(side, 1 << _bits);
}
