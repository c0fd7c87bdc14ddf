namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>
/// Which detections of an image found an object, as COCO matches them (Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014): at each threshold by itself, from the largest score down, each
/// takes the object of its class that it overlaps most of those that are free. An object is found once: whatever finds it again is wrong.
/// </summary>
internal static class BoxMatching
{
    /// <summary>How many overlaps are asked for, from 0.5 to 0.95.</summary>
    public const int Thresholds = 10;

    /// <summary>The least intersection over union of a threshold, 0 to 9: 0.5, 0.55 ... 0.95.</summary>
    public static double Threshold(int index) => (10 + index) / 20.0;

    /// <param name="detections">The detections by falling score.</param>
    /// <param name="objects">What is there; of two that overlap as much, the first is taken.</param>
    /// <returns>For each detection a bit for each threshold at which it found an object.</returns>
    public static ushort[] Match(ReadOnlySpan<Detection> detections, ReadOnlySpan<LabelledObject> objects)
    {
        var found = new ushort[detections.Length];
        var taken = new ushort[objects.Length];
        var overlaps = new double[objects.Length];
        for (int i = 0; i < detections.Length; i++)
        {
            for (int j = 0; j < overlaps.Length; j++)
            {
                overlaps[j] = objects[j].Class == detections[i].Class ? detections[i].Box.Overlap(objects[j].Box) : 0;
            }

            for (int threshold = 0; threshold < Thresholds; threshold++)
            {
                if (Best(overlaps, taken, threshold) is >= 0 and var best)
                {
                    taken[best] |= (ushort)(1 << threshold);
                    found[i] |= (ushort)(1 << threshold);
                }
            }
        }

        return found;
    }

    /// <summary>The free object with the largest overlap that is enough; -1 where there is none.</summary>
    private static int Best(double[] overlaps, ushort[] taken, int threshold)
    {
        int best = -1;
        double least = Threshold(threshold);
        for (int i = 0; i < overlaps.Length; i++)
        {
            if (overlaps[i] >= least && (taken[i] >> threshold & 1) == 0 && (best < 0 || overlaps[i] > overlaps[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
