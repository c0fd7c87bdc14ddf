using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The values of a model output of text, which ONNX Runtime allocates.</summary>
internal sealed class TextOutputTensor(BoundOutput output) : OutputTensor
{
    private string[] _data = [];
    private int _rowSize;

    public override void Bind(OrtIoBinding binding, int rows) => binding.BindOutputToDevice(output.Column.GraphName, OrtMemoryInfo.DefaultInstance);

    public override void Accept(OrtValue value, int rows)
    {
        _data = value.GetStringTensorAsArray();
        _rowSize = _data.Length / rows;
    }

    public override Delegate Getter(Func<int> slot) => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> destination) =>
    {
        int row = slot();
        var editor = VBufferEditor.Create(ref destination, _rowSize);
        for (int i = 0; i < _rowSize; i++)
        {
            editor.Values[i] = _data[(row * _rowSize) + i].AsMemory();
        }

        destination = editor.Commit();
    });

    public override void Dispose()
    {
    }
}
