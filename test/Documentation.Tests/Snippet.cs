namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Code that users read.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Code">The code, as in a program of top-level statements.</param>
internal sealed record Snippet(string Place, string Code);
