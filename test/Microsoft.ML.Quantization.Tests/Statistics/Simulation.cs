using System.Globalization;

namespace Microsoft.ML.Quantization.Tests.Statistics;

/// <summary>Draws synthetic evaluations whose truth is known, always the same ones.</summary>
internal static class Simulation
{
    public const int Draws = 1000;

    /// <summary>The share of draws in which something holds.</summary>
    public static double Share(Func<Random, bool> holds)
    {
        int count = 0;
        Parallel.For(0, Draws, draw =>
        {
            if (holds(new Random(7919 * (draw + 1))))
            {
                Interlocked.Increment(ref count);
            }
        });
        return (double)count / Draws;
    }

    /// <summary>How many of <paramref name="rows"/> are lost and won where each is with the given probability.</summary>
    public static Quantization.Statistics.PairedCounts Counts(Random random, int rows, double lostShare, double wonShare)
    {
        int lost = 0;
        int won = 0;
        for (int i = 0; i < rows; i++)
        {
            double value = random.NextDouble();
            lost += value < lostShare ? 1 : 0;
            won += value >= lostShare && value < lostShare + wonShare ? 1 : 0;
        }

        return new(rows, lost, won);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static void AssertBetween(double low, double high, double share) =>
        Assert.IsTrue(share >= low && share <= high, string.Create(CultureInfo.InvariantCulture, $"covers in {share:P1} of {Draws} draws"));
}
