namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The rows that a quantization is fitted to, for candidates that learn.</summary>
/// <param name="Data">The rows; <see langword="null"/> where each of them is validated on, or calibrated on and held back.</param>
/// <param name="Inputs">How their columns feed the model; columns of other data feed it alike.</param>
internal sealed record FittedRows(IDataView? Data, BoundInput[] Inputs);
