namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>The share of FP32's detections that INT8 has too, both from a score on that a user would ask for: what is known without labels.</summary>
internal static class DetectionAgreement
{
    public const string Name = "DetectionAgreement";

    /// <summary>How many detections FP32 is sure of, and how many of these INT8 has, of the same class and overlapping by a half or more.</summary>
    public static (int Wanted, int Met) Count(Detection[] expected, Detection[] actual, double threshold)
    {
        LabelledObject[] wanted = [.. expected.Where(detection => detection.Score >= threshold).Select(detection => new LabelledObject(detection.Class, detection.Box))];
        Detection[] sure = [.. actual.Where(detection => detection.Score >= threshold)];
        return (wanted.Length, BoxMatching.Match(sure, wanted).Count(found => (found & 1) != 0));
    }

    /// <returns><see langword="null"/> where FP32 is sure of nothing.</returns>
    public static MetricComparison? Compare(ComparedImage[] images, double level)
    {
        double Share(int[] weights)
        {
            long wanted = 0;
            long met = 0;
            for (int i = 0; i < images.Length; i++)
            {
                wanted += (long)weights[i] * images[i].Wanted;
                met += (long)weights[i] * images[i].Met;
            }

            return (double)met / wanted;
        }

        double share = Share(ImageWeights.All(images.Length));
        return double.IsNaN(share) ? null : new MetricComparison(Name)
        {
            Float = 1,
            Quantized = share,
            Loss = 1 - share,
            Interval = DetectionBootstrap.Intervals(images.Length, 1, weights => [1 - Share(weights)], images.Length, level)[0],
            HigherIsBetter = true,
            IsAccuracy = true,
        };
    }
}
