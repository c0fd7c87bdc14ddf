using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Passes calibration rows on, and on the way hashes them, counts them and keeps the first few for the report.</summary>
internal sealed class CalibrationFeed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress) : IDisposable
{
    private readonly DataHasher _hasher = new();

    public ReportSamples Samples { get; } = new();

    /// <summary>The SHA-256 of the rows read so far.</summary>
    public string Hash => _hasher.Current();

    public long Rows => _hasher.Rows;

    public IEnumerable<TensorValue[]> Read()
    {
        foreach (var row in rows)
        {
            _hasher.Add(row);
            Samples.TryAdd(row);
            progress.RowCalibrated(_hasher.Rows);
            yield return row;
        }
    }

    public void Dispose() => _hasher.Dispose();
}
