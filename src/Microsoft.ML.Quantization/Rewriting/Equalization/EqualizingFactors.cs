namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Finds what to multiply channels with so that the largest weight that makes a channel is as large as the largest that reads it
/// (M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, equations 7 to 11), channels that
/// many weights make or read being taken together. A channel whose values are large though its weights are small, as one that is all but dead and has an
/// ordinary bias, counts by its values; and what factors do to the ranges of activations is kept within limits.
/// </summary>
internal sealed class EqualizingFactors
{
    private const int MostSweeps = 50;

    // The largest change of a sweep, as a natural logarithm, that is no longer worth another.
    private const double Settled = 1e-3;

    // Numbers beyond this are nowhere needed, and might overflow further on.
    private const double Largest = 1 << 14;

    private readonly double[] _factors;
    private readonly double[] _makes;
    private readonly double[] _reads;

    private EqualizingFactors(int channels)
    {
        (_factors, _makes, _reads) = (new double[channels], new double[channels], new double[channels]);
        Array.Fill(_factors, 1);
    }

    /// <returns>The factor of each channel, by its number.</returns>
    public static double[] Compute(ChannelFlow flow)
    {
        var factors = new EqualizingFactors(flow.Sets.Count);
        ValueSizes[] values = [.. ValueSizes.Measure(flow)];
        Block[] blocks = Blocks(flow, values);
        for (int i = 0; i < MostSweeps && blocks.Length > 0; i++)
        {
            if (blocks.Max(factors.Equalize) < Settled)
            {
                break;
            }
        }

        RangeLimits.Keep(factors._factors, values);
        return [.. Enumerable.Range(0, flow.Sets.Count).Select(channel => factors._factors[flow.Sets.Find(channel)])];
    }

    private static Block[] Blocks(ChannelFlow flow, ValueSizes[] values)
    {
        var uses = new SortedDictionary<int, List<Layer>>();
        foreach (var (weights, sizes) in flow.Weights.Zip(values))
        {
            var layer = new Layer(weights, sizes.Channels, Array.ConvertAll(weights.Inputs, flow.Sets.Find), sizes.InWeights);
            foreach (int channel in layer.Made.Concat(layer.Read).Where(channel => channel != ChannelSets.Fixed).Distinct())
            {
                (uses.TryGetValue(channel, out var list) ? list : uses[channel] = []).Add(layer);
            }
        }

        return [.. uses.GroupBy(use => use.Value[0]).Select(block => new Block([.. block.Select(use => use.Key)], [.. block.SelectMany(use => use.Value).Distinct()]))];
    }

    /// <returns>By how much, as a natural logarithm, a factor changed at most.</returns>
    private double Equalize(Block block)
    {
        foreach (int channel in block.Channels)
        {
            (_makes[channel], _reads[channel]) = (0, 0);
        }

        foreach (var layer in block.Layers)
        {
            Measure(layer);
        }

        return block.Channels.Max(Balance);
    }

    private void Measure(Layer layer)
    {
        int inputs = layer.Weights.InputsOfOne;
        float[] magnitudes = layer.Weights.Magnitudes;
        for (int output = 0; output < layer.Made.Length; output++)
        {
            int made = layer.Made[output];
            int first = layer.Weights.FirstInput(output);
            _makes[made] = Math.Max(_makes[made], layer.Values[output] * _factors[made]);
            for (int i = 0; i < inputs; i++)
            {
                int read = layer.Read[first + i];
                double size = magnitudes[(output * inputs) + i] * _factors[made] / _factors[read];
                _makes[made] = Math.Max(_makes[made], size);
                _reads[read] = Math.Max(_reads[read], size);
            }
        }
    }

    private double Balance(int channel)
    {
        // Nothing reads it, it is all zero, or not finite: there is nothing to balance.
        if (!(_makes[channel] is > 0 and < double.PositiveInfinity && _reads[channel] is > 0 and < double.PositiveInfinity))
        {
            return 0;
        }

        double before = _factors[channel];
        _factors[channel] = Math.Clamp(before * Math.Sqrt(_reads[channel] / _makes[channel]), 1 / Largest, Largest);
        return Math.Abs(Math.Log(_factors[channel] / before));
    }

    /// <summary>A layer, with the channels that stand for the sets of those that it makes and reads, and the sizes of the values that it makes in the unit of weights.</summary>
    private sealed record Layer(ScaledWeights Weights, int[] Made, int[] Read, double[] Values);

    /// <summary>The channels that one layer is the first to make, with all layers that make or read any of them.</summary>
    private sealed record Block(int[] Channels, Layer[] Layers);
}
