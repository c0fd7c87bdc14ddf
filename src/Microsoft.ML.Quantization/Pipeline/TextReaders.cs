using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

internal sealed class TextScalarReader(TextInputTensor tensor, DataViewRow row, DataViewSchema.Column column) : InputReader
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _get = row.GetGetter<ReadOnlyMemory<char>>(column);
    private ReadOnlyMemory<char> _value;

    public override int Read()
    {
        _get(ref _value);
        return 1;
    }

    public override void Store(int slot) => tensor.Row(slot, 1)[0] = _value.ToString();
}

internal sealed class TextVectorReader(TextInputTensor tensor, DataViewRow row, DataViewSchema.Column column) : InputReader
{
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
    private VBuffer<ReadOnlyMemory<char>> _value;

    public override int Read()
    {
        _get(ref _value);
        RowSizes.Check(tensor.Input, _value.Length, row.Position);
        return _value.Length;
    }

    public override void Store(int slot)
    {
        var target = tensor.Row(slot, _value.Length);
        foreach (var item in _value.Items(all: true))
        {
            target[item.Key] = item.Value.ToString();
        }
    }
}
