using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reads the current row of a cursor as model inputs.</summary>
internal sealed class RowReader
{
    private readonly DataViewRow _row;
    private readonly BoundInput[] _inputs;
    private readonly InputTensor[] _tensors;
    private readonly InputReader[] _readers;

    public RowReader(DataViewRow row, BoundInput[] inputs, DataViewSchema.Column[] columns)
    {
        _row = row;
        _inputs = inputs;
        _tensors = [.. inputs.Select(InputTensor.Create)];
        _readers = [.. _tensors.Select((tensor, i) => tensor.Reader(row, columns[i]))];
    }

    /// <summary>The current row, in the arrays of <paramref name="used"/> where they are as long.</summary>
    public TensorValue[] Read(TensorValue[]? used = null)
    {
        int[] lengths = [.. _readers.Select(reader => reader.Read())];
        RowLengths.Check(_inputs, lengths);
        var row = used ?? new TensorValue[_tensors.Length];
        for (int i = 0; i < row.Length; i++)
        {
            _tensors[i].Reserve(1, lengths[i]);
            _readers[i].Store(0);
            row[i] = new TensorValue(_inputs[i].Column.Tensor.Name, _tensors[i].Copy(lengths[i], used?[i].Values), _tensors[i].ModelShape(lengths[i]))
            {
                Column = _inputs[i].Column.Name,
                Row = _row.Position,
            };
        }

        return row;
    }
}
