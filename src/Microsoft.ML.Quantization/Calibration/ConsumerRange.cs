using System.Globalization;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The range with the least error in what reads a tensor: the squared error of each channel counts by the weights behind it, apart for values below and above
/// zero. Both ends are narrowed together first, then each by itself; of symmetric integers the end farther from zero decides alone, and is looked for in finer steps.
/// </summary>
internal sealed class ConsumerRange
{
    /// <summary>Ends are tried at 1 to 0.35 of the extremes, in steps of a twentieth.</summary>
    private const int Ratios = 14;

    /// <summary>Behind an activation whole sides may count for nothing: down to a twentieth.</summary>
    private const int RatiosBehind = 20;

    private const double Step = 0.05;

    /// <summary>Of symmetric integers, each step is divided by this once the best is known.</summary>
    private const int FinerSteps = 5;

    /// <summary>Clipping grows fast with what is clipped: an end with so many times the least error ends the search.</summary>
    private const double BeyondHope = 4;

    private readonly CountedChannels _channels;
    private readonly double[] _below;
    private readonly double[] _above;
    private readonly Func<float, float, QuantizationParameters> _numbers;
    private readonly double _clipping;
    private readonly bool _isSymmetric;
    private readonly double _low;
    private readonly double _high;
    private readonly SampledActivation? _activation;
    private double _least = double.PositiveInfinity;

    private ConsumerRange(
        IReadOnlyList<ChannelDistribution> channels, double[] below, double[] above, double bound, double clipping, Func<float, float, QuantizationParameters> numbers, bool isSymmetric, Func<double, double>? activation)
    {
        (_below, _above, _clipping, _numbers, _isSymmetric) = (below, above, clipping, numbers, isSymmetric);
        _channels = new CountedChannels(activation == null ? channels : [], below, above);
        _activation = activation == null ? null : new SampledActivation(channels, activation);
        _low = Math.Min(0, channels.Min(channel => channel.Minimum));
        _high = Math.Min(bound, Math.Max(0, channels.Max(channel => channel.Maximum)));
    }

    /// <param name="channels">The values of each channel, at least one.</param>
    /// <param name="below">How much an error of a value below zero counts, by channel.</param>
    /// <param name="above">How much one of a value above zero counts.</param>
    /// <param name="bound">The highest that the upper end may be.</param>
    /// <param name="clipping">How many times the error of clipped values counts: those of an image are clipped alike, and do not average out.</param>
    /// <param name="numbers">The scale and zero point of a range.</param>
    /// <param name="isSymmetric">Whether the integers are symmetric.</param>
    /// <param name="activation">What values go through before they are read, where errors are to be measured behind it.</param>
    /// <returns>The range; <see langword="null"/> where nothing counts, or every range is as good.</returns>
    public static (float Low, float High, string Reason)? Find(
        IReadOnlyList<ChannelDistribution> channels, double[] below, double[] above, double bound, double clipping, Func<float, float, QuantizationParameters> numbers, bool isSymmetric = false, Func<double, double>? activation = null)
    {
        var search = new ConsumerRange(channels, below, above, bound, clipping, numbers, isSymmetric, activation);
        if (!(search._high > search._low))
        {
            return null;
        }

        double widest = search.Error(1, 1);
        if (!(widest > 0) || !double.IsFinite(widest))
        {
            return null;
        }

        var (low, high) = search.Run();
        var range = search.Range(low, high);
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"The least error in what reads it is in [{range.Low:G4}, {range.High:G4}]: {search._least / widest:G3} of that without clipping.");
        return (range.Low, range.High, reason);
    }

    private (double Low, double High) Run()
    {
        var best = (Low: 1.0, High: 1.0);
        _least = Error(1, 1);
        int ratios = _activation == null ? Ratios : RatiosBehind;
        Try(Steps(1, Step, ratios), ratio => (ratio, ratio));
        if (_isSymmetric)
        {
            const double Finer = Step / FinerSteps;
            Try(Steps(Math.Min(1, best.High + Step), Finer, (2 * FinerSteps) + 1), ratio => (ratio, ratio));
        }
        else if (_low < 0 && _high > 0)
        {
            Try(Steps(1, Step, ratios), ratio => (ratio, best.High));
            Try(Steps(1, Step, ratios), ratio => (best.Low, ratio));
        }

        return best;

        static IEnumerable<double> Steps(double from, double step, int count) => Enumerable.Range(0, count).Select(i => from - (i * step));

        void Try(IEnumerable<double> ratios, Func<double, (double Low, double High)> ends)
        {
            (double Low, double High)[] tried = [.. ratios.Select(ends)];
            double before = double.PositiveInfinity;
            foreach (var (low, high) in tried)
            {
                double error = Error(low, high);
                (best, _least) = error < _least ? ((low, high), error) : (best, _least);
                if (error > before && error > BeyondHope * _least)
                {
                    break;
                }

                before = error;
            }
        }
    }

    private (float Low, float High) Range(double low, double high)
    {
        double farther = high * Math.Max(-_low, _high);
        return _isSymmetric
            ? ((float)Math.Max(_low, -farther) + 0f, (float)Math.Min(_high, farther))
            : ((float)(_low * low) + 0f, (float)(_high * high));
    }

    private double Error(double low, double high)
    {
        var range = Range(low, high);
        var parameters = _numbers(range.Low, range.High);
        return _activation?.Error(parameters, _below, _above, _clipping) ?? _channels.Error(parameters, _clipping);
    }
}
