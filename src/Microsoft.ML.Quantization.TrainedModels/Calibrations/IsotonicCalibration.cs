namespace Microsoft.ML.Quantization.TrainedModels.Calibrations;

/// <summary>A rising step function: constant on each piece, and a line between the end of one piece and the begin of the next.</summary>
internal sealed class IsotonicCalibration(float[] begins, float[] ends, float[] values) : ScoreCalibration
{
    private const float Smallest = 1e-15f;
    private const float Largest = 1 - Smallest;

    protected override float OfNumber(float score)
    {
        float value = Value(score);
        return value < Smallest ? Smallest : value > Largest ? Largest : value;
    }

    private float Value(float score)
    {
        if (begins.Length == 0)
        {
            return 0;
        }

        if (score < begins[0])
        {
            return values[0];
        }

        if (score > ends[^1])
        {
            return values[^1];
        }

        int piece = FirstThatEndsAtOrAfter(score);
        if (score >= begins[piece])
        {
            return values[piece];
        }

        float share = (score - ends[piece - 1]) / (begins[piece] - ends[piece - 1]);
        return values[piece - 1] + (share * (values[piece] - values[piece - 1]));
    }

    private int FirstThatEndsAtOrAfter(float score)
    {
        int found = Array.BinarySearch(ends, score);
        return found >= 0 ? found : ~found;
    }
}
