namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Bytes in the file that <c>mlContext.Model.Save</c> writes; <see langword="null"/> for what cannot be saved.</summary>
/// <param name="Model">The whole file.</param>
/// <param name="Stages">What each stage takes of it.</param>
internal sealed record ModelSizes(Pair<long?> Model, IReadOnlyList<Pair<long?>> Stages);
