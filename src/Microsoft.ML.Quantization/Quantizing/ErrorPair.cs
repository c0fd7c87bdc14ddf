namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The errors of two models on the same rows.</summary>
/// <param name="Before">Those of each part of the outputs of the first.</param>
/// <param name="After">Those of the second.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record ErrorPair(double[] Before, double[] After, int Rows)
{
    /// <summary>Whether the second is so much better that it is no chance.</summary>
    public bool IsWorth => ErrorGain.IsWorth(Before, After);

    /// <summary>By how many decibels it is better.</summary>
    public double Gain => ErrorGain.Mean(Before, After);
}
