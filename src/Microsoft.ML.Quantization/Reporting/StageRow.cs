namespace Microsoft.ML.Quantization.Reporting;

/// <summary>One stage of a trained model in a report.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="State">Whether it is as it was, exact or rounded.</param>
/// <param name="Explanation">What was made of it, or why it stays.</param>
/// <param name="Bytes">What it takes in the file; <see langword="null"/> where that is not known.</param>
/// <param name="Microseconds">What a row takes in it; NaN where that is not known.</param>
/// <param name="TimeShare">Its share of the time of all stages as they were trained, 0 to 1; NaN where that is not known.</param>
internal sealed record StageRow(string Name, StageState State, string Explanation, Pair<long?> Bytes, Pair<double> Microseconds, double TimeShare)
{
    /// <summary>The state in a word.</summary>
    public string Word => State switch { StageState.AsItWas => "as it was", StageState.Exact => "exact", _ => "rounded" };
}
