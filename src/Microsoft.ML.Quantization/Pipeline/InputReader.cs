using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Takes a column's values from a row into an input tensor.</summary>
internal abstract class InputReader
{
    /// <summary>Reads the current row's value and tells how many elements it has.</summary>
    public abstract int Read();

    /// <summary>Puts the value last read into the tensor.</summary>
    public abstract void Store(int slot);
}

internal sealed class ScalarReader<T>(InputTensor<T> tensor, DataViewRow row, DataViewSchema.Column column) : InputReader
    where T : unmanaged
{
    private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
    private T _value;

    public override int Read()
    {
        _get(ref _value);
        return 1;
    }

    public override void Store(int slot) => tensor.Row(slot, 1)[0] = _value;
}

internal sealed class VectorReader<T>(InputTensor<T> tensor, DataViewRow row, DataViewSchema.Column column) : InputReader
    where T : unmanaged
{
    private readonly ValueGetter<VBuffer<T>> _get = row.GetGetter<VBuffer<T>>(column);
    private readonly int _wanted = tensor.Input.IsVariable ? -1 : tensor.Input.FixedSize;
    private VBuffer<T> _value;

    public override int Read()
    {
        _get(ref _value);
        if (_value.Length == 0 || (_wanted >= 0 && _value.Length != _wanted))
        {
            RowSizes.Check(tensor.Input, _value.Length, row.Position);
        }

        return _value.Length;
    }

    public override void Store(int slot) => _value.CopyTo(tensor.Row(slot, _value.Length));
}
