namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A cursor that knows which of its source's rows it is at, where it leaves some out.</summary>
internal interface IPlacedCursor
{
    /// <summary>The place of the row in the source, from 0.</summary>
    long Place { get; }
}
