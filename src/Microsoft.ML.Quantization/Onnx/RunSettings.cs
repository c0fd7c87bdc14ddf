namespace Microsoft.ML.Quantization.Onnx;

/// <summary>What ends a run of a model before it ends by itself.</summary>
/// <param name="Cancellation">Stops it inside a node that runs others, and between two nodes.</param>
/// <param name="MaxRowTime">The longest that a row may take; <see langword="null"/> leaves it to the model, see <see cref="RunGuard"/>.</param>
internal readonly record struct RunSettings(CancellationToken Cancellation, TimeSpan? MaxRowTime = null)
{
    /// <summary>For rows that the model has run through before.</summary>
    public static RunSettings Unlimited { get; } = new(CancellationToken.None, Timeout.InfiniteTimeSpan);
}
