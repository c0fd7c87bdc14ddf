namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>
/// The average precision of a class: the mean, over the recalls 0, 0.01 ... 1, of the largest precision at that recall or a larger one, 0 where it is not reached (COCO's form of what Everingham et al.,
/// The PASCAL Visual Object Classes Challenge, IJCV 88, 2010, define). Detections of equal score are one point of the curve: which came first would be chance, and INT8 has many equal scores.
/// </summary>
internal static class AveragePrecision
{
    public const int Recalls = 101;

    /// <summary>The definition; <see cref="RankedClass"/> computes the same faster.</summary>
    /// <param name="detections">The score of each detection of the class in all images, and whether it found an object.</param>
    /// <param name="objects">How many objects there are, at least one.</param>
    public static double Compute(IEnumerable<(float Score, bool Found)> detections, int objects)
    {
        List<(int Found, double Precision)> points = [];
        int found = 0;
        int all = 0;
        foreach (var equal in detections.GroupBy(detection => detection.Score).OrderByDescending(group => group.Key))
        {
            found += equal.Count(detection => detection.Found);
            all += equal.Count();
            points.Add((found, (double)found / all));
        }

        double sum = 0;
        for (int recall = Recalls - 1; recall >= 0; recall--)
        {
            sum += points.Where(point => (Recalls - 1L) * point.Found >= (long)recall * objects).Select(point => point.Precision).DefaultIfEmpty().Max();
        }

        return sum / Recalls;
    }
}
