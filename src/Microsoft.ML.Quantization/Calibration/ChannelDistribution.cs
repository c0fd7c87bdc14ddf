using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// How the values of one channel are spread, in its own units or in those of factor * (x - shift): pieces over each of which they are spread evenly, and the
/// zeros that were counted by themselves. Shares add up to one.
/// </summary>
internal sealed class ChannelDistribution
{
    private readonly DistributionPiece[] _pieces;

    private ChannelDistribution(DistributionPiece[] pieces) => _pieces = pieces;

    /// <summary>The smallest value, 0 where there is none. It may be below all pieces, as not every value is counted in them.</summary>
    public double Minimum { get; private init; }

    /// <summary>The largest value, 0 where there is none.</summary>
    public double Maximum { get; private init; }

    /// <summary>The share of values other than the zeros that were counted.</summary>
    public double NonZeroShare { get; private init; }

    /// <summary>The pieces in ascending order.</summary>
    public ReadOnlySpan<DistributionPiece> Pieces => _pieces;

    public double Mean => _pieces.Sum(piece => piece.Share * piece.Centre);

    public double Variance
    {
        get
        {
            double mean = Mean;
            return _pieces.Sum(piece => piece.Share * (Math.Pow(piece.Centre - mean, 2) + (piece.Width * piece.Width / 12)));
        }
    }

    /// <param name="channel">What was observed.</param>
    /// <param name="factor">What values are multiplied with; above zero.</param>
    /// <param name="shift">What is taken from them before.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ChannelDistribution Create(ChannelHistogram channel, double factor = 1, double shift = 0)
    {
        var bins = channel.Bins;
        double minimum = channel.Minimum;
        double maximum = channel.Maximum;
        double count = channel.Count;
        var pieces = new DistributionPiece[bins.Occupied + (channel.Zeros > 0 ? 1 : 0)];
        int next = 0;
        double width = bins.BinWidth;
        var negative = bins.Negative;
        for (int i = negative.Length - 1; i >= 0; i--)
        {
            if (negative[i] > 0)
            {
                pieces[next++] = Between(-(i + 1) * width, -i * width, negative[i]);
            }
        }

        if (channel.Zeros > 0)
        {
            double zero = factor * -shift;
            pieces[next++] = new DistributionPiece(zero, zero, channel.Zeros / count);
        }

        var positive = bins.Positive;
        for (int i = 0; i < positive.Length; i++)
        {
            if (positive[i] > 0)
            {
                pieces[next++] = Between(i * width, (i + 1) * width, positive[i]);
            }
        }

        return new ChannelDistribution(pieces)
        {
            Minimum = channel.Count == 0 ? 0 : factor * (minimum - shift),
            Maximum = channel.Count == 0 ? 0 : factor * (maximum - shift),
            NonZeroShare = channel.Count == 0 ? 0 : 1 - (channel.Zeros / count),
        };

        DistributionPiece Between(double start, double end, long values)
        {
            start = Math.Max(start, minimum);
            end = Math.Max(start, Math.Min(end, maximum));
            return new DistributionPiece(factor * (start - shift), factor * (end - shift), values / count);
        }
    }

    /// <summary>The value that a share of the values is below.</summary>
    public double Quantile(double share)
    {
        foreach (var piece in _pieces)
        {
            if (share <= piece.Share)
            {
                return piece.Start + (piece.Width * Math.Max(0, share) / piece.Share);
            }

            share -= piece.Share;
        }

        return Maximum;
    }

    /// <summary>The mean squared error of keeping values to a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ErrorOfClipping(double low, double high)
    {
        // Pieces ascend: those at the two ends alone reach beyond.
        int below = 0;
        while (below < _pieces.Length && _pieces[below].Start < low)
        {
            below++;
        }

        int above = _pieces.Length;
        while (above > below && _pieces[above - 1].End > high)
        {
            above--;
        }

        return Beyond(above, _pieces.Length, Beyond(0, below, 0));

        double Beyond(int first, int end, double sum)
        {
            for (int i = first; i < end; i++)
            {
                sum += _pieces[i].Share * (_pieces[i].SquareBeyond(-low, negated: true) + _pieces[i].SquareBeyond(high, negated: false));
            }

            return sum;
        }
    }

    /// <summary>The mean squared error of rounding, clipping included, of values below and of values above zero: each over all values.</summary>
    /// <param name="parameters">The quantizer.</param>
    /// <param name="clipping">How many times the error of clipped values counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Below, double Above) ErrorOfRounding(QuantizationParameters parameters, double clipping = 1)
    {
        double below = 0;
        double above = 0;
        double scale = parameters.Scale;
        int first = parameters.QuantizedMinimum - parameters.ZeroPoint;
        int last = parameters.QuantizedMaximum - parameters.ZeroPoint;
        foreach (var piece in _pieces)
        {
            double error = piece.Share * RoundingError.Mean(piece.Start / scale, piece.End / scale, first, last, clipping);
            if (piece.Start + piece.End < 0)
            {
                below += error;
            }
            else
            {
                above += error;
            }
        }

        return (below * scale * scale, above * scale * scale);
    }
}
