namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A share of the values, spread evenly between two ends, which may be equal.</summary>
internal readonly record struct DistributionPiece(double Start, double End, double Share)
{
    public double Width => End - Start;

    public double Centre => (Start + End) / 2;

    /// <summary>The mean square of what is above an end, or, negated, of what is below its negative.</summary>
    public double SquareBeyond(double end, bool negated)
    {
        double from = (negated ? -End : Start) - end;
        double to = (negated ? -Start : End) - end;
        if (to <= 0)
        {
            return 0;
        }

        from = Math.Max(from, 0);
        return Width > 0 ? ((to * to * to) - (from * from * from)) / 3 / Width : to * to;
    }
}
