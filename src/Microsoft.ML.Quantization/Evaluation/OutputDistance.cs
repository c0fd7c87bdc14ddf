namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>How far the values of an INT8 output are from those of FP32, for one row.</summary>
internal static class OutputDistance
{
    /// <summary>
    /// The sum of squares of FP32, and of the differences. What is not finite in FP32 cannot be kept by INT8, and would leave no number of the
    /// rest. Where the size of an output depends on the data, a value that only one of the two has differs by all of it.
    /// </summary>
    public static (double Signal, double Noise) Measure(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < Math.Max(expected.Length, actual.Length); i++)
        {
            double want = i < expected.Length ? expected[i] : 0;
            double have = i < actual.Length ? actual[i] : 0;
            if (double.IsFinite(want))
            {
                signal += want * want;
                noise += (want - have) * (want - have);
            }
        }

        return (signal, noise);
    }
}
