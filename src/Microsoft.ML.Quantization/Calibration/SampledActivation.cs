using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Measures the error of rounding behind an activation, on values that stand for those of each channel.</summary>
internal sealed class SampledActivation
{
    /// <summary>Values of a piece of a distribution.</summary>
    private const int Samples = 4;

    /// <summary>Between so many places the activation is taken to be straight.</summary>
    private const int Places = 4096;

    private readonly Func<double, double> _activation;
    private readonly Sample[][] _channels;

    public SampledActivation(IReadOnlyList<ChannelDistribution> channels, Func<double, double> activation)
    {
        _activation = activation;
        var made = Straightened(activation, channels.Min(channel => channel.Minimum), channels.Max(channel => channel.Maximum));
        _channels = [.. channels.Select(channel => Take(channel, made))];
    }

    /// <param name="parameters">The quantizer.</param>
    /// <param name="below">How much the squared error of what is below zero behind the activation counts, by channel.</param>
    /// <param name="above">The same above.</param>
    /// <param name="clipping">How many times the error of clipped values counts.</param>
    public double Error(QuantizationParameters parameters, double[] below, double[] above, double clipping)
    {
        int first = parameters.QuantizedMinimum;
        int last = parameters.QuantizedMaximum;
        double scale = parameters.Scale;
        double[] made = [.. Enumerable.Range(first, last - first + 1).Select(level => _activation((level - parameters.ZeroPoint) * scale))];
        double sum = 0;
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            foreach (var sample in _channels[channel])
            {
                double level = Math.Round(sample.Value / scale) + parameters.ZeroPoint - first;
                double kept = Math.Min(Math.Max(level, 0), made.Length - 1);
                double error = made[(int)kept] - sample.Made;
                sum += error * error * sample.Share * (sample.Made < 0 ? below[channel] : above[channel]) * (kept == level ? 1 : clipping);
            }
        }

        return sum;
    }

    private static Sample[] Take(ChannelDistribution channel, Func<double, double> activation)
    {
        List<Sample> samples = [];
        foreach (var piece in channel.Pieces)
        {
            int count = piece.Width > 0 ? Samples : 1;
            for (int i = 0; i < count; i++)
            {
                double value = piece.Start + (piece.Width * (i + 0.5) / count);
                samples.Add(new Sample(value, activation(value), piece.Share / count));
            }
        }

        return [.. samples];
    }

    private static Func<double, double> Straightened(Func<double, double> activation, double low, double high)
    {
        double width = (high - low) / Places;
        if (!(width > 0) || !double.IsFinite(width))
        {
            return activation;
        }

        double[] made = [.. Enumerable.Range(0, Places + 1).Select(i => activation(low + (i * width)))];
        return value =>
        {
            double place = Math.Min(Math.Max((value - low) / width, 0), Places);
            int before = Math.Min((int)place, Places - 1);
            return made[before] + ((made[before + 1] - made[before]) * (place - before));
        };
    }

    private readonly record struct Sample(double Value, double Made, double Share);
}
