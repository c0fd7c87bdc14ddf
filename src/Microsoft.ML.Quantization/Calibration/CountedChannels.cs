using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The channels of a tensor whose errors count, laid out so that what rounding makes of all of them is quickly told for one quantizer after the other.</summary>
internal sealed class CountedChannels
{
    private readonly double[] _starts;
    private readonly double[] _ends;
    private readonly double[] _shares;
    private readonly double[] _errors;
    private readonly List<Channel> _channels = [];

    /// <param name="channels">The values of each channel.</param>
    /// <param name="below">How much an error of a value below zero counts, by channel.</param>
    /// <param name="above">How much one of a value above zero counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public CountedChannels(IReadOnlyList<ChannelDistribution> channels, double[] below, double[] above)
    {
        int[] counted = [.. Enumerable.Range(0, channels.Count).Where(i => below[i] > 0 || above[i] > 0)];
        int pieces = counted.Sum(i => channels[i].Pieces.Length);
        (_starts, _ends, _shares) = (new double[pieces], new double[pieces], new double[pieces]);
        _errors = new double[counted.Length == 0 ? 0 : counted.Max(i => channels[i].Pieces.Length)];
        int next = 0;
        foreach (int i in counted)
        {
            int first = next;
            int negative = 0;
            foreach (var piece in channels[i].Pieces)
            {
                (_starts[next], _ends[next], _shares[next]) = (piece.Start, piece.End, piece.Share);
                negative += piece.Start + piece.End < 0 ? 1 : 0;
                next++;
            }

            _channels.Add(new Channel(first, negative, next - first, below[i], above[i]));
        }
    }

    /// <summary>The counted error of all channels, what <see cref="ChannelDistribution.ErrorOfRounding"/> defines for each.</summary>
    /// <param name="parameters">The quantizer.</param>
    /// <param name="clipping">How many times the error of clipped values counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Error(QuantizationParameters parameters, double clipping)
    {
        double scale = parameters.Scale;
        double sum = 0;
        foreach (var channel in _channels)
        {
            var errors = _errors.AsSpan(0, channel.Pieces);
            VectorRoundingError.Fill(_starts.AsSpan(channel.First, channel.Pieces), _ends.AsSpan(channel.First, channel.Pieces), _shares.AsSpan(channel.First, channel.Pieces), parameters, clipping, errors);
            double below = 0;
            double above = 0;
            for (int i = 0; i < channel.Negative; i++)
            {
                below += errors[i];
            }

            for (int i = channel.Negative; i < errors.Length; i++)
            {
                above += errors[i];
            }

            sum += (channel.Below * (below * scale * scale)) + (channel.Above * (above * scale * scale));
        }

        return sum;
    }

    /// <param name="First">Where its pieces begin; they ascend.</param>
    /// <param name="Negative">How many of them lie below zero.</param>
    /// <param name="Pieces">How many there are.</param>
    /// <param name="Below">How much an error below zero counts.</param>
    /// <param name="Above">How much one above counts.</param>
    private readonly record struct Channel(int First, int Negative, int Pieces, double Below, double Above);
}
