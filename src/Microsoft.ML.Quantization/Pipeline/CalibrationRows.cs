using System.Collections;
using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The calibration rows of a view as model inputs: read once, in order, only the columns that feed the model.</summary>
/// <param name="data">The view.</param>
/// <param name="inputs">How its columns feed the model.</param>
/// <param name="options">How many rows, and when to stop.</param>
/// <param name="isUsed">Which rows are meant; <see langword="null"/> for all.</param>
/// <param name="part">Which part of all rows the view has; <see langword="null"/> where it has all.</param>
internal sealed class CalibrationRows(IDataView data, BoundInput[] inputs, QuantizationOptions options, Func<long, bool>? isUsed = null, RowShard? part = null) : IRecycledRows, IFedInputs, IPlacedRows
{
    private readonly ConcurrentBag<TensorValue[]> _free = [];

    /// <summary>The first two rows of one shape, kept to try out whether rows can be stacked.</summary>
    public List<TensorValue[]> Samples { get; } = [];

    public IReadOnlyCollection<string> InputNames { get; } = [.. inputs.Select(input => input.Column.Tensor.Name)];

    /// <summary>The rows read so far.</summary>
    public int Count { get; private set; }

    public long Place { get; private set; }

    /// <summary>How many rows a calibration will read; <see langword="null"/> where the view does not say.</summary>
    public static long? Expected(IDataView data, QuantizationOptions options) => data.GetRowCount() is { } rows ? Math.Min(rows, options.MaxCalibrationRows ?? rows) : null;

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
        var reader = new RowReader(cursor, inputs, columns);
        int limit = options.MaxCalibrationRows ?? int.MaxValue;
        Count = 0;
        for (long position = 0; Count < limit; position++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (!cursor.MoveNext())
            {
                break;
            }

            if (isUsed == null || isUsed(position))
            {
                Place = isUsed != null ? Count : (cursor as IPlacedCursor)?.Place ?? part?.PlaceOf(position) ?? position;
                if (Place >= part?.Total)
                {
                    break;
                }

                yield return Keep(Row(reader));
                Count++;
            }
        }

        if (part != null && cursor is not IPlacedCursor && Count < part.Rows)
        {
            throw new InvalidOperationException($"Shard {part.Name} should have {part.Rows} of {part.Total} rows, and the data gave {Count}. Give data that has the same rows each time it is read.");
        }

        if (Count == 0 && part is not { Total: > 0 } && options is { CalibrationTable: null, DynamicActivations: false, CalibrationShards: null })
        {
            throw new InvalidOperationException(
                $"The calibration data has no rows. Fit the pipeline on a sample, a hundred rows or more, of the data that column{(columns.Length > 1 ? "s" : "")} "
                + $"{string.Join(", ", columns.Select(column => $"'{column.Name}'"))} will hold.");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TensorValue[] Row(RowReader reader)
    {
        _free.TryTake(out var used);
        return reader.Read(used);
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
