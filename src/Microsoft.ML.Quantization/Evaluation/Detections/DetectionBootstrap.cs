using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>
/// The intervals of numbers of a set of images that are no sums over them, by drawing images and computing each number anew: FP32 and INT8 on the same images, so that they are compared in pairs. What
/// very many detections would cost is bounded by fewer drawings, which make the ends of an interval less sharp, not wrong.
/// </summary>
internal static class DetectionBootstrap
{
    private const int MostReplicates = 2000;
    private const int FewestReplicates = 400;
    private const int MostGroups = 200;
    private const long MostWork = 4_000_000_000;

    /// <param name="images">How many images.</param>
    /// <param name="numbers">How many numbers there are.</param>
    /// <param name="statistic">The numbers, from the weights of the images; called by several threads.</param>
    /// <param name="work">What one call costs, in steps.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>An interval for each number; NaN at both ends of those that cannot be told.</returns>
    public static ConfidenceInterval[] Intervals(int images, int numbers, Func<int[], double[]> statistic, long work, double level)
    {
        if (images < 2)
        {
            return [.. Enumerable.Repeat(new ConfidenceInterval(double.NaN, double.NaN, level), numbers)];
        }

        int replicates = Replicates(work);
        int groups = Math.Min(images, MostGroups);
        double[] estimate = statistic(ImageWeights.All(images));
        var drawn = new double[replicates][];
        Parallel.For(0, replicates, replicate => drawn[replicate] = statistic(ImageWeights.Drawn(images, replicate)));
        var without = new double[groups][];
        Parallel.For(0, groups, group => without[group] = statistic(ImageWeights.Without(images, group, groups)));
        return [.. Enumerable.Range(0, numbers).Select(i => BootstrapInterval.Compute(estimate[i], Array.ConvertAll(drawn, each => each[i]), Array.ConvertAll(without, each => each[i]), level))];
    }

    public static int Replicates(long work) => (int)Math.Clamp(MostWork / Math.Max(1, work), FewestReplicates, MostReplicates);
}
