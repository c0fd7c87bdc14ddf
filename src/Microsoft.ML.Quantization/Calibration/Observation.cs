namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What one pass over all calibration rows showed.</summary>
/// <param name="All">The ranges, means and channels of all rows.</param>
/// <param name="Fitted">All that was observed, of the rows that were not held back; the same as <paramref name="All"/> where none were.</param>
/// <param name="HeldBack">The rows that were.</param>
/// <param name="Search">Rows to search ranges on, none of them held back; empty where nothing is searched.</param>
internal sealed record Observation(ActivationStatistics All, ActivationStatistics Fitted, AnsweredRows HeldBack, AnsweredRows Search);
