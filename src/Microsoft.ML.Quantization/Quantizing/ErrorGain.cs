namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>How much closer outputs have come, part by part.</summary>
internal static class ErrorGain
{
    /// <summary>The error must fall to this part of what it was: less is chance.</summary>
    private const double Margin = 0.95;

    /// <summary>No part of an output may lose more, whatever others gain.</summary>
    private const double MostLost = 1.1;

    /// <summary>Whether errors fell by the margin, none of them paying for it.</summary>
    /// <param name="before">The errors of all parts.</param>
    /// <param name="after">What they became.</param>
    /// <param name="margin">The part of the error that may be left.</param>
    public static bool IsWorth(double[] before, double[] after, double margin = Margin) => Mean(before, after) >= -10 * Math.Log10(margin) && LosesNoPart(before, after);

    /// <summary>Whether no part lost much.</summary>
    public static bool LosesNoPart(double[] before, double[] after) => before.Zip(after).All(pair => pair.Second <= pair.First * MostLost);

    /// <summary>The mean over the parts of what each gained, in decibels.</summary>
    public static double Mean(double[] before, double[] after) =>
        before.Zip(after).Select(pair => pair.First == pair.Second ? 0 : 10 * Math.Log10(pair.First / pair.Second)).DefaultIfEmpty(0).Average();
}
