namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>A tensor of a graph in the making.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Row">Its dimensions without the first, which is the batch.</param>
internal sealed record GeneratedTensor(string Name, params long[] Row)
{
    public bool IsImage => Row.Length == 3;

    public bool IsSequence => Row.Length == 2;

    public bool IsVector => Row.Length == 1;

    /// <summary>The values of one row.</summary>
    public long Size => Row.Aggregate(1L, (product, dimension) => product * dimension);

    public bool HasShapeOf(GeneratedTensor other) => Row.AsSpan().SequenceEqual(other.Row);
}
