namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Looks at a row of weights of an output channel. A type of its own, as .NET 8 takes no span in an <see cref="Action{T1, T2}"/>.</summary>
internal delegate void RowVisitor<T>(int channel, ReadOnlySpan<T> row);
