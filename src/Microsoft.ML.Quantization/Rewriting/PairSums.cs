namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// The smallest weight scales with which no INT8 kernel of an x86 CPU without VNNI can saturate. Its vpmaddubsw adds two
/// neighbouring products in 16 bits: 255 * (a + b) must fit, so two neighbours of one sign may be 128 together.
/// </summary>
internal static class PairSums
{
    // Rounding adds at most one half to each of the two.
    private const float Largest = 127;

    /// <returns>One scale an output channel; zero where any scale will do.</returns>
    public static float[] MinimumScales(WeightSource source)
    {
        var scales = new float[source.Channels];
        if (source.IsDepthwise)
        {
            return scales; // its kernel widens to 16 bits before it multiplies
        }

        int length = source.Values.Length / source.Channels;
        var row = new float[length];
        for (int channel = 0; channel < scales.Length; channel++)
        {
            for (int i = 0; i < length; i++)
            {
                row[i] = source.OutputAxis == 0 ? source.Values[(channel * length) + i] : source.Values[(i * source.Channels) + channel];
            }

            // A convolution may be computed on either layout: channels last when it is part of an INT8 region, else channels first.
            scales[channel] = Math.Max(LargestPair(row), LargestPair(ChannelsLast(row, source))) / Largest;
        }

        return scales;
    }

    private static float[] ChannelsLast(float[] row, WeightSource source)
    {
        if (source.Dimensions.Length <= 2)
        {
            return row;
        }

        int inputs = (int)source.Dimensions[1];
        int taps = row.Length / inputs;
        var moved = new float[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            moved[(i % taps * inputs) + (i / taps)] = row[i];
        }

        return moved;
    }

    private static float LargestPair(float[] row)
    {
        float largest = 0;
        for (int i = 0; i + 1 < row.Length; i += 2)
        {
            float positive = Math.Max(row[i], 0) + Math.Max(row[i + 1], 0);
            float negative = Math.Min(row[i], 0) + Math.Min(row[i + 1], 0);
            largest = Math.Max(largest, Math.Max(positive, -negative));
        }

        return largest;
    }
}
