using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>How far a channel's values should be kept on either side of zero if it had all levels for itself.</summary>
/// <param name="Low">Below zero, as a magnitude.</param>
/// <param name="High">Above zero.</param>
internal readonly record struct ChannelReach(double Low, double High)
{
    private const int Steps = 255;

    /// <summary>Clipping grows fast with what is clipped: so many times the least error ends the search.</summary>
    private const double BeyondHope = 4;

    public double Largest => Math.Max(Low, High);

    /// <summary>As far as all values that were seen.</summary>
    public static ChannelReach Whole(ChannelDistribution channel, bool symmetric)
    {
        double low = Math.Max(0, -channel.Minimum);
        double high = Math.Max(0, channel.Maximum);
        return symmetric ? new ChannelReach(Math.Max(low, high), Math.Max(low, high)) : new ChannelReach(low, high);
    }

    /// <summary>The share of the extremes, 1 to 0.3, with the least error of clipping and rounding; zeros have none.</summary>
    /// <param name="channel">The values.</param>
    /// <param name="symmetric">Whether both sides are to reach equally far.</param>
    /// <param name="clipping">How many times the error of clipping counts.</param>
    public static ChannelReach Find(ChannelDistribution channel, bool symmetric, double clipping)
    {
        var (low, high) = Whole(channel, symmetric);
        ChannelReach best = default;
        double least = double.PositiveInfinity;
        for (int twentieths = 20; twentieths >= 6; twentieths--)
        {
            var reach = new ChannelReach(low * twentieths / 20, high * twentieths / 20);
            double step = (reach.Low + reach.High) / Steps;
            double error = (clipping * channel.ErrorOfClipping(-reach.Low, reach.High)) + (channel.NonZeroShare * step * step / 12);
            if (error > BeyondHope * least)
            {
                break;
            }

            (best, least) = error < least ? (reach, error) : (best, least);
        }

        return best;
    }
}
