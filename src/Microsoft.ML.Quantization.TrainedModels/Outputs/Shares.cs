namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>Probabilities of classes made to sum to one: negative ones become 0, NaN stays, and where all are 0 nothing is divided.</summary>
internal static class Shares
{
    public static void Normalize(Span<float> probabilities)
    {
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] >= 0)
            {
                sum += probabilities[i];
            }
            else if (!float.IsNaN(probabilities[i]))
            {
                probabilities[i] = 0;
            }
        }

        for (int i = 0; sum > 0 && i < probabilities.Length; i++)
        {
            probabilities[i] = (float)(probabilities[i] / sum);
        }
    }
}
