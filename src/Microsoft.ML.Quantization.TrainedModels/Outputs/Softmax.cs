namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>ML.NET's softmax: no maximum is taken off first, so that large scores overflow here as they do there.</summary>
internal static class Softmax
{
    private const int OnStack = 128;

    public static void Normalize(Span<float> scores)
    {
        Span<double> powers = scores.Length <= OnStack ? stackalloc double[OnStack] : new double[scores.Length];
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            powers[i] = Math.Exp(scores[i]);
            sum += powers[i];
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)(powers[i] / sum);
        }
    }
}
