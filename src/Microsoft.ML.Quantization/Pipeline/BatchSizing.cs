namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>How many rows go into one call of the model.</summary>
/// <param name="asked">What the user asked for; <see langword="null"/> to choose.</param>
/// <param name="outputs">The outputs that are scored.</param>
/// <param name="layerBytes">The activations of the largest layer in bytes for each input value; <see langword="null"/> where that is not known.</param>
internal sealed class BatchSizing(int? asked, BoundOutput[] outputs, Func<double?> layerBytes)
{
    // Measured on all models at hand: a call costs the less the more rows share it, until the activations of one layer no longer stay in
    // the cache until the next reads them. From 3 to 8 MB on, rows take longer again, up to twice as long.
    private const double LargestLayerBytes = 4 << 20;
    private const int MaximumRows = 1024;

    /// <summary>Where sizes are not known, rows are taken to grow on the way through the model.</summary>
    private const double UnknownLayerBytes = 256;

    /// <summary>A batch of any size asked for must fit into arrays.</summary>
    private const long MostElements = 1L << 28;

    private readonly long _outputElements = outputs.Sum(output => Math.Max(0L, output.RowSize));
    private readonly Lazy<double> _layerBytes = new(() => layerBytes() ?? UnknownLayerBytes);

    public bool IsSingle => asked == 1;

    /// <summary>The rows for a batch, each of so many input values.</summary>
    public int Rows(long inputElements) => asked is { } rows
        ? (int)Math.Clamp(MostElements / Math.Max(1, inputElements + _outputElements), 1, rows)
        : (int)Math.Clamp(Math.Ceiling(LargestLayerBytes / (_layerBytes.Value * Math.Max(1, inputElements))), 1, MaximumRows);
}
