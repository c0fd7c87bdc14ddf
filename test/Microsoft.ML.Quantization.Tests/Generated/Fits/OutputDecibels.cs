namespace Microsoft.ML.Quantization.Tests.Generated.Fits;

/// <summary>The signal-to-noise ratio of each output over some rows, by its plain definition.</summary>
internal sealed class OutputDecibels(IReadOnlyList<string> names)
{
    private readonly double[] _signal = new double[names.Count];
    private readonly double[] _noise = new double[names.Count];

    public void Add(float[][] expected, float[][] actual)
    {
        for (int output = 0; output < names.Count; output++)
        {
            for (int i = 0; i < expected[output].Length; i++)
            {
                double value = expected[output][i];
                _signal[output] += value * value;
                _noise[output] += Math.Pow(actual[output][i] - value, 2);
            }
        }
    }

    /// <summary>The output that is worst, and its ratio; infinite where nothing differs.</summary>
    public (string Name, double Decibels) Worst() => names.Select((name, i) => (name, _noise[i] == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal[i] / _noise[i]))).MinBy(output => output.Item2);
}
