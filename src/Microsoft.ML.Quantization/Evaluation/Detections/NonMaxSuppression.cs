namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Keeps the best of the detections that overlap.</summary>
internal static class NonMaxSuppression
{
    /// <param name="detections">The detections by falling score.</param>
    /// <param name="threshold">Those that overlap a better one of their class by more are left out; with 1, none.</param>
    /// <param name="most">How many are kept at most.</param>
    public static Detection[] Keep(IEnumerable<Detection> detections, double threshold, int most)
    {
        List<Detection> kept = [];
        foreach (var detection in detections)
        {
            if (kept.Count == most)
            {
                break;
            }

            if (threshold >= 1 || !kept.Exists(better => better.Class == detection.Class && better.Box.Overlap(detection.Box) > threshold))
            {
                kept.Add(detection);
            }
        }

        return [.. kept];
    }
}
