using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Passes calibration rows on, and on the way hashes them, counts them and keeps the first few for the report.</summary>
internal sealed class CalibrationFeed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress) : IDisposable
{
    private const int MostSamples = 64;
    private const long MostSampleElements = 8L << 20;

    private readonly DataHasher _hasher = new();
    private readonly List<TensorValue[]> _samples = [];
    private long _kept;

    public IReadOnlyList<TensorValue[]> Samples => _samples;

    /// <summary>The SHA-256 of the rows read so far.</summary>
    public string Hash => _hasher.Current();

    public long Rows => _hasher.Rows;

    public IEnumerable<TensorValue[]> Read()
    {
        foreach (var row in rows)
        {
            _hasher.Add(row);
            Keep(row);
            progress.RowCalibrated(_hasher.Rows);
            yield return row;
        }
    }

    public void Dispose() => _hasher.Dispose();

    private void Keep(TensorValue[] row)
    {
        long elements = row.Sum(value => value.Values.LongLength);
        if (_samples.Count < MostSamples && (_samples.Count == 0 || _kept + elements <= MostSampleElements))
        {
            _samples.Add(row);
            _kept += elements;
        }
    }
}
