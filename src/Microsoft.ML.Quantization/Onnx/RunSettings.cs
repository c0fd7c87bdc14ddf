namespace Microsoft.ML.Quantization.Onnx;

/// <summary>How models are run, and what ends a run before it ends by itself.</summary>
/// <param name="Cancellation">Stops it inside a node that runs others, and between two nodes.</param>
/// <param name="MaxRowTime">The longest that a row may take; <see langword="null"/> leaves it to the model, see <see cref="RunGuard"/>.</param>
/// <param name="Threads">How many rows or models run at a time; <see langword="null"/> for one a core.</param>
internal readonly record struct RunSettings(CancellationToken Cancellation, TimeSpan? MaxRowTime = null, int? Threads = null)
{
    /// <summary>How a loop over rows or models runs.</summary>
    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads ?? Environment.ProcessorCount, CancellationToken = Cancellation };

    /// <summary>For rows that the model has run through before.</summary>
    public static RunSettings Unlimited { get; } = new(CancellationToken.None, Timeout.InfiniteTimeSpan);
}
