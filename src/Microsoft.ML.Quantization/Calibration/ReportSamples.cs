using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The first few rows, kept for the report to run both models on.</summary>
internal sealed class ReportSamples
{
    private const int Most = 64;
    private const long MostElements = 8L << 20;

    private readonly List<TensorValue[]> _rows = [];
    private long _elements;

    public TensorValue[][] ToArray() => [.. _rows];

    public bool Contains(TensorValue[] row) => _rows.Contains(row);

    /// <summary>Keeps a row; tells whether there was room for it.</summary>
    public bool TryAdd(TensorValue[] row)
    {
        long elements = row.Sum(value => value.Values.LongLength);
        if (_rows.Count >= Most || (_rows.Count > 0 && _elements + elements > MostElements))
        {
            return false;
        }

        _rows.Add(row);
        _elements += elements;
        return true;
    }

    /// <summary>Reads no more rows than are kept, and the one that is too many.</summary>
    public static ReportSamples Take(IEnumerable<TensorValue[]> rows)
    {
        var samples = new ReportSamples();
        foreach (var row in rows)
        {
            if (!samples.TryAdd(row))
            {
                break;
            }
        }

        return samples;
    }
}
