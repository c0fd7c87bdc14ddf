namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>How far the outputs of a model are from those of the FP32 model: squared errors relative to the mean square of the output, averaged over the outputs.</summary>
/// <param name="Mean">The mean over the rows. A few rows with values beyond all ranges may make most of it.</param>
/// <param name="Typical">
/// The power mean over the rows with exponent 1/2: the square of the mean distance. Few rows do not decide it, so it ranks models on a
/// few rows as the mean does on many.
/// </param>
internal readonly record struct OutputError(double Mean, double Typical)
{
    public static OutputError Summarize(IReadOnlyCollection<double> rows) =>
        rows.Count == 0 ? default : new(rows.Average(), Math.Pow(rows.Average(Math.Sqrt), 2));

    public double Decibels => -10 * Math.Log10(Mean);
}
