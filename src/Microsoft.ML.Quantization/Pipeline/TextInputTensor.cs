using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The buffer of a model input of text. ONNX Runtime keeps texts of its own, so they are copied for every run.</summary>
internal sealed class TextInputTensor(BoundInput input) : InputTensor(input)
{
    private string[] _data = [];
    private OrtValue? _value;

    public override OrtValue Value => _value!;

    public Span<string> Row(int slot, int length) => _data.AsSpan(slot * length, length);

    public override void Reserve(int rows, int length)
    {
        if (_data.Length < rows * length)
        {
            _data = new string[rows * length];
        }
    }

    public override void Grow(int rows, int length) => Array.Resize(ref _data, Math.Max(_data.Length, rows * length));

    public override bool Resize(int rows, int length)
    {
        Dispose();
        _value = OrtValues.OfText(_data.AsSpan(0, rows * length), ShapeOf(rows, length));
        return true;
    }

    public override OrtValue One(int slot, int length) => OrtValues.OfText(Row(slot, length), ShapeOf(1, length));

    public override Array Copy(int length, Array? target) => Row(0, length).ToArray();

    public override void Put(int slot, Array? values, int length)
    {
        var row = Row(slot, length);
        if (values == null)
        {
            row.Fill("");
        }
        else
        {
            ((string[])values).CopyTo(row);
        }
    }

    public override InputReader Reader(DataViewRow row, DataViewSchema.Column column) =>
        Input.IsScalar ? new TextScalarReader(this, row, column) : new TextVectorReader(this, row, column);

    public override void Dispose()
    {
        _value?.Dispose();
        _value = null;
    }
}
