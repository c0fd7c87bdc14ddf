namespace Microsoft.ML.Quantization.Reporting;

/// <summary>A number that is read first.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Note">What it is to be compared with.</param>
internal sealed record FigureCard(string Name, string Value, string Note);
