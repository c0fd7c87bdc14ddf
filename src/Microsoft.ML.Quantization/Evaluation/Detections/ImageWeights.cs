using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>How often each image is there: once, as a bootstrap draws them, or all but one group of them.</summary>
internal static class ImageWeights
{
    private const ulong Seed = 20;

    public static int[] All(int images)
    {
        var weights = new int[images];
        Array.Fill(weights, 1);
        return weights;
    }

    /// <summary>As many images as there are, drawn with replacement; the same for the same <paramref name="replicate"/>.</summary>
    public static int[] Drawn(int images, int replicate)
    {
        var random = new SplitMix(Seed + (ulong)replicate + 1);
        var weights = new int[images];
        for (int i = 0; i < images; i++)
        {
            weights[random.Next(images)]++;
        }

        return weights;
    }

    /// <summary>All but the images of one group; the groups are dealt and of like size.</summary>
    public static int[] Without(int images, int group, int groups)
    {
        int[] weights = All(images);
        int[] order = [.. Enumerable.Range(0, images)];
        var random = new SplitMix(Seed);
        for (int i = images - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        for (int i = group; i < images; i += groups)
        {
            weights[order[i]] = 0;
        }

        return weights;
    }
}
