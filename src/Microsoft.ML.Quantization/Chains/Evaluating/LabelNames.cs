namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Columns of what is right, in the output of a model: its own steps may make keys of what the data has.</summary>
/// <param name="Label">The label; <see langword="null"/> without labels.</param>
/// <param name="Group">The key of the rows that are ranked among each other; <see langword="null"/> for none.</param>
internal sealed record LabelNames(string? Label, string? Group = null);
