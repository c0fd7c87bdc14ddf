using System.Collections;
using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The calibration rows of a view as model inputs: read once, in order, only the columns that feed the model.</summary>
internal sealed class CalibrationRows(IDataView data, BoundInput[] inputs, QuantizationOptions options) : IRecycledRows
{
    private readonly ConcurrentBag<TensorValue[]> _free = [];

    /// <summary>The first two rows of one shape, kept to try out whether rows can be stacked.</summary>
    public List<TensorValue[]> Samples { get; } = [];

    /// <summary>The rows read so far.</summary>
    public int Count { get; private set; }

    public void Recycle(TensorValue[] row)
    {
        bool kept;
        lock (Samples)
        {
            kept = Samples.Contains(row);
        }

        if (!kept)
        {
            _free.Add(row);
        }
    }

    public IEnumerator<TensorValue[]> GetEnumerator()
    {
        DataViewSchema.Column[] columns = [.. inputs.Select(input => data.Schema[input.Column.Name])];
        using var cursor = data.GetRowCursor(columns.DistinctBy(column => column.Index));
        InputTensor[] tensors = [.. inputs.Select(InputTensor.Create)];
        InputReader[] readers = [.. tensors.Select((tensor, i) => tensor.Reader(cursor, columns[i]))];
        int limit = options.MaxCalibrationRows ?? int.MaxValue;
        for (Count = 0; Count < limit; Count++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (!cursor.MoveNext())
            {
                break;
            }

            yield return Keep(Row(tensors, readers));
        }

        if (Count == 0 && options.CalibrationTable == null)
        {
            throw new InvalidOperationException(
                $"The calibration data has no rows. Fit the pipeline on a sample, a hundred rows or more, of the data that column{(columns.Length > 1 ? "s" : "")} "
                + $"{string.Join(", ", columns.Select(column => $"'{column.Name}'"))} will hold.");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TensorValue[] Row(InputTensor[] tensors, InputReader[] readers)
    {
        int[] lengths = [.. readers.Select(reader => reader.Read())];
        RowLengths.Check(inputs, lengths);
        _free.TryTake(out var used);
        var row = used ?? new TensorValue[tensors.Length];
        for (int i = 0; i < row.Length; i++)
        {
            tensors[i].Reserve(1, lengths[i]);
            readers[i].Store(0);
            row[i] = new TensorValue(inputs[i].Column.Tensor.Name, tensors[i].Copy(lengths[i], used?[i].Values), tensors[i].ModelShape(lengths[i]));
        }

        return row;
    }

    private TensorValue[] Keep(TensorValue[] row)
    {
        lock (Samples)
        {
            if (Samples.Count == 0 || (Samples.Count == 1 && row.Zip(Samples[0]).All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape))))
            {
                Samples.Add(row);
            }
        }

        return row;
    }
}
