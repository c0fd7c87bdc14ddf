namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>How much closer outputs have come, part by part.</summary>
internal static class ErrorGain
{
    /// <summary>The error must fall to this part of what it was: less is chance.</summary>
    private const double Margin = 0.95;

    /// <summary>No part of an output may lose more, whatever others gain.</summary>
    private const double MostLost = 1.1;

    /// <summary>What is beyond so many standard deviations is taken to be no chance: with two, another decision came out for BERT than on all rows.</summary>
    private const double Deviations = 3;

    /// <summary>Whether errors fell by the margin, none of them paying for it.</summary>
    /// <param name="before">The errors of all parts.</param>
    /// <param name="after">What they became.</param>
    /// <param name="margin">The part of the error that may be left.</param>
    public static bool IsWorth(double[] before, double[] after, double margin = Margin) => Mean(before, after) >= -10 * Math.Log10(margin) && LosesNoPart(before, after);

    /// <summary>Whether more rows would hardly answer <see cref="IsWorth"/> in another way, by how much single rows change the gains.</summary>
    /// <param name="before">The errors of all parts.</param>
    /// <param name="after">What they became.</param>
    /// <param name="without">The same without each of the rows.</param>
    public static bool IsClear(double[] before, double[] after, IReadOnlyList<(double[] Before, double[] After)> without)
    {
        double[] gains = OfParts(before, after);
        double[][] others = [.. without.Select(row => OfParts(row.Before, row.After))];
        if (!gains.All(double.IsFinite) || !others.All(row => row.All(double.IsFinite)))
        {
            return false;
        }

        var (mean, doubt) = (gains.DefaultIfEmpty(0).Average(), Deviations * Spread([.. others.Select(row => row.DefaultIfEmpty(0).Average())]));
        double[] doubts = [.. gains.Select((_, part) => Deviations * Spread([.. others.Select(row => row[part])]))];
        double needed = -10 * Math.Log10(Margin), lost = -10 * Math.Log10(MostLost);
        return (mean - doubt >= needed && gains.Zip(doubts).All(part => part.First - part.Second >= lost))
            || mean + doubt < needed
            || gains.Zip(doubts).Any(part => part.First + part.Second < lost);
    }

    /// <summary>Whether no part lost much.</summary>
    public static bool LosesNoPart(double[] before, double[] after) => before.Zip(after).All(pair => pair.Second <= pair.First * MostLost);

    /// <summary>The mean over the parts of what each gained, in decibels.</summary>
    public static double Mean(double[] before, double[] after) => OfParts(before, after).DefaultIfEmpty(0).Average();

    private static double[] OfParts(double[] before, double[] after) =>
        [.. before.Zip(after).Select(pair => pair.First == pair.Second ? 0 : 10 * Math.Log10(pair.First / pair.Second))];

    /// <summary>The standard deviation of what all rows give, from what they give without each of them (the jackknife).</summary>
    private static double Spread(double[] without)
    {
        double mean = without.Average();
        return Math.Sqrt(without.Sum(value => (value - mean) * (value - mean)) * (without.Length - 1) / without.Length);
    }
}
