namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// How much an error of each channel of a tensor counts in what reads it: the squared weights that it is multiplied with, summed, apart for values below and
/// above zero, as an activation on the way may take one side away.
/// </summary>
internal sealed record ReaderWeights(double[] Below, double[] Above)
{
    public ReaderWeights(int channels)
        : this(new double[channels], new double[channels])
    {
    }

    /// <summary>What values go through before they are read, where that is not the same for each step: errors count behind it, by the sign of what it makes.</summary>
    public ActivationFunction? Activation { get; init; }

    /// <summary>How many values are averaged, at the least, before weights read them: rounding averages out, clipping does not.</summary>
    public double Averaged { get; private set; } = double.PositiveInfinity;

    /// <summary>Where nothing is known of readers but that they are behind an activation.</summary>
    public static ReaderWeights Alike(int channels)
    {
        var weights = new ReaderWeights(channels);
        Array.Fill(weights.Below, 1);
        Array.Fill(weights.Above, 1);
        weights.Average(1);
        return weights;
    }

    /// <summary>How much an error of a value above zero counts, or of one below.</summary>
    public double Side(int channel, bool isAbove) => isAbove ? Above[channel] : Below[channel];

    /// <summary>Counts a reader that averages so many values.</summary>
    public void Average(double values) => Averaged = Math.Min(Averaged, values);

    /// <summary>Counts a reader more.</summary>
    public void Add(int channel, double below, double above)
    {
        Below[channel] += below;
        Above[channel] += above;
    }

    /// <summary>A reader that nothing is known of counts as much as the others do, on every channel alike.</summary>
    public void AddUnknown()
    {
        Average(1);
        double mean = (Below.Sum() + Above.Sum()) / (2 * Math.Max(1, Below.Length));
        for (int channel = 0; channel < Below.Length; channel++)
        {
            Add(channel, mean, mean);
        }
    }
}
