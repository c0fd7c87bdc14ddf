namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>How far values are from those they should be.</summary>
/// <param name="Signal">The sum of squares of those they should be.</param>
/// <param name="Noise">The sum of squared differences.</param>
/// <param name="Count">The values compared.</param>
/// <param name="Low">The smallest of those they should be.</param>
/// <param name="High">The largest of those.</param>
internal readonly record struct OutputNoise(double Signal, double Noise, double Count, double Low, double High)
{
    public static OutputNoise Measure(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double signal = 0;
        double noise = 0;
        double count = 0;
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = expected[i];

            // What is infinite in FP32, as masked scores are, cannot be kept by INT8 and would leave no number of the rest.
            if (!double.IsFinite(value))
            {
                continue;
            }

            double difference = value - actual[i];
            signal += value * value;
            noise += difference * difference;
            count++;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return new OutputNoise(signal, noise, count, low, high);
    }
}
