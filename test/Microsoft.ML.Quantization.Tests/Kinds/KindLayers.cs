namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>Layers as training leaves them.</summary>
internal static class KindLayers
{
    /// <summary>A convolution with a BatchNormalization folded into it.</summary>
    /// <param name="net">The network.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="outputs">How many channels it makes.</param>
    /// <param name="kernel">Its width and height.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="spread">How far apart gains are, as the deviation of their logarithm.</param>
    /// <param name="size">The ordinary deviation of an output.</param>
    /// <param name="lift">The mean of an output, in deviations.</param>
    /// <param name="normalized">Whether outputs are normalized channel by channel; else all alike, by what they are over all data.</param>
    public static string Conv(this KindBuilder net, string x, int outputs, int kernel = 3, int stride = 1, int groups = 1, double spread = 0.5, double size = 1, double lift = -0.1, bool normalized = true)
    {
        int inputs = (int)net.Shape(x)[1] / groups;
        int taps = kernel * kernel;
        float[] reading = Reading(net, x, 1);
        float[] weights = net.Normals(outputs * inputs * taps);
        for (int i = 0; i < weights.Length; i++)
        {
            int output = i / (inputs * taps);
            weights[i] *= reading[(output / (outputs / groups) * inputs) + (i / taps % inputs)];
        }

        (string, object)[] attributes = [("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), ("pads", new[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }), ("group", groups)];
        string tried = net.Constant(weights, outputs, inputs, kernel, kernel);
        float[] made = net.Tried("Conv", $"{x} {tried}", attributes);
        var (gains, shifts) = normalized
            ? Normalization(net, Channels(made, net.Shape("tried"), 1), spread, size, lift)
            : ([.. Enumerable.Repeat((float)(size / Math.Sqrt(made.Average(value => value * (double)value))), outputs)], [.. Enumerable.Range(0, outputs).Select(_ => (float)(size * (lift + (0.3 * net.Normal()))))]);
        string folded = net.Constant([.. weights.Select((weight, i) => weight * gains[i / (inputs * taps)])], outputs, inputs, kernel, kernel);
        return net.Op("Conv", $"{x} {folded} {net.Constant(shifts, outputs)}", attributes);
    }

    public static string Depthwise(this KindBuilder net, string x, int kernel = 3, int stride = 1, double spread = 0.5) =>
        net.Conv(x, (int)net.Shape(x)[1], kernel, stride, (int)net.Shape(x)[1], spread);

    /// <summary>A BatchNormalization that no convolution can take up.</summary>
    public static string BatchNorm(this KindBuilder net, string x, double spread = 0.5)
    {
        double[][] channels = Channels(net.Values(x), net.Shape(x), 1);
        var (gains, shifts) = Normalization(net, channels, spread, 1, -0.1);
        float[] means = [.. channels.Select(values => (float)values.Average())];
        float[] variances = [.. channels.Select(values => (float)Math.Max(1e-5, Variance(values)))];
        int count = gains.Length;
        float[] scales = [.. gains.Select((gain, i) => gain * MathF.Sqrt(variances[i]))];
        float[] biases = [.. shifts.Select((shift, i) => shift + (means[i] * gains[i]))];
        return net.Op("BatchNormalization", $"{x} {net.Constant(scales, count)} {net.Constant(biases, count)} {net.Constant(means, count)} {net.Constant(variances, count)}", ("epsilon", 1e-5f));
    }

    /// <summary>A linear layer over the last dimension: MatMul and Add.</summary>
    public static string Linear(this KindBuilder net, string x, int outputs, double size = 1, double spread = 0)
    {
        int inputs = (int)net.Shape(x)[^1];
        float[] reading = Reading(net, x, net.Shape(x).Length - 1);
        float[] gains = [.. Enumerable.Range(0, outputs).Select(_ => (float)Math.Exp(spread * net.Normal()))];
        float[] weights = net.Normals(inputs * outputs);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= reading[i / outputs] * gains[i % outputs];
        }

        double[][] made = Channels(net.Tried("MatMul", $"{x} {net.Constant(weights, inputs, outputs)}"), net.Shape("tried"), net.Shape("tried").Length - 1);
        float factor = (float)(size / Math.Sqrt(made.Average(Variance)));
        float[] bias = [.. made.Select(values => (float)((0.1 * size * net.Normal()) - (factor * values.Average())))];
        return net.Op("Add", $"{net.Op("MatMul", $"{x} {net.Constant([.. weights.Select(weight => weight * factor)], inputs, outputs)}")} {net.Constant(bias, outputs)}");
    }

    /// <summary>A LayerNormalization over the last dimension, a few of its gains far from the others.</summary>
    public static string LayerNorm(this KindBuilder net, string x, double spread = 0.3)
    {
        int count = (int)net.Shape(x)[^1];
        float[] gains = [.. Enumerable.Range(0, count).Select(i => (float)(Math.Exp(spread * net.Normal()) * (i % 48 == 7 ? 0.2 : 1)))];
        return net.Op("LayerNormalization", $"{x} {net.Constant(gains, count)} {net.Constant([.. net.Normals(count).Select(value => value * 0.2f)], count)}", ("axis", -1), ("epsilon", 1e-5f));
    }

    /// <summary>What to multiply channels by: those that are small are read with larger weights, though not all the way.</summary>
    private static float[] Reading(KindBuilder net, string x, int axis)
    {
        double[] sizes = [.. Channels(net.Values(x), net.Shape(x), axis).Select(values => Math.Sqrt(values.Average(value => value * value)))];
        double ordinary = sizes.Order().ElementAt(sizes.Length / 2) + 1e-9;
        return [.. sizes.Select(size => (float)(Math.Pow(Math.Max(size, 0.2 * ordinary), -0.5) * Math.Exp(0.2 * net.Normal())))];
    }

    private static (float[] Gains, float[] Shifts) Normalization(KindBuilder net, double[][] channels, double spread, double size, double lift)
    {
        var gains = new float[channels.Length];
        var shifts = new float[channels.Length];
        for (int i = 0; i < channels.Length; i++)
        {
            double kind = net.Random.NextDouble();
            double gain = size * Math.Exp(spread * net.Normal()) * (spread == 0 ? 1 : kind < 0.04 ? 1e-3 : kind > 0.98 ? 4 : 1);
            gains[i] = (float)(gain / Math.Sqrt(Variance(channels[i]) + 1e-5));
            shifts[i] = (float)((gain * (lift + (0.5 * net.Normal()))) - (gains[i] * channels[i].Average()));
        }

        return (gains, shifts);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static double[][] Channels(float[] values, long[] shape, int axis)
    {
        long inner = shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var channels = Enumerable.Range(0, (int)shape[axis]).Select(_ => new List<double>()).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            channels[i / inner % channels.Length].Add(values[i]);
        }

        return [.. channels.Select(channel => channel.ToArray())];
    }
}
