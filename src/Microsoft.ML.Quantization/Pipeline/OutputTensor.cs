using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The values of one model output, for the rows of a batch.</summary>
internal abstract class OutputTensor : IDisposable
{
    public static OutputTensor Create(BoundOutput output) => output.Column.Tensor.Type == DataType.String ? new TextOutputTensor(output) : (OutputTensor)Activator.CreateInstance(
        typeof(OutputTensor<>).MakeGenericType(ItemTypes.Map(output.Column.Tensor.Type).RawType), output)!;

    /// <summary>Binds the output for <paramref name="rows"/> rows.</summary>
    public abstract void Bind(OrtIoBinding binding, int rows);

    /// <summary>Takes an output that ONNX Runtime allocated, because its size was not known before.</summary>
    public abstract void Accept(OrtValue value, int rows);

    /// <summary>A getter of the row that <paramref name="slot"/> gives; a delegate of <c>ValueGetter&lt;VBuffer&lt;T&gt;&gt;</c>.</summary>
    public abstract Delegate Getter(Func<int> slot);

    public abstract void Dispose();
}

internal sealed class OutputTensor<T>(BoundOutput output) : OutputTensor
    where T : unmanaged
{
    private Memory<T> _data;
    private OrtValue? _value;
    private int _rowSize = output.RowSize;

    public override void Bind(OrtIoBinding binding, int rows)
    {
        if (output.RowSize < 0)
        {
            binding.BindOutputToDevice(output.Column.GraphName, OrtMemoryInfo.DefaultInstance);
            return;
        }

        if (_data.Length < rows * _rowSize)
        {
            _data = AlignedBuffer<T>.Allocate(rows * _rowSize);
        }

        // A batched output has the batch where its row has 1; a model that cannot be batched is bound for a single row.
        long[] shape = [.. output.RowShape!.Select((size, axis) => axis == 0 && rows > 1 ? rows : size)];
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _data[..(rows * _rowSize)], shape);
        binding.BindOutput(output.Column.GraphName, value);
        _value?.Dispose();
        _value = value;
    }

    public override void Accept(OrtValue value, int rows)
    {
        var values = value.GetTensorDataAsSpan<T>();
        if (_data.Length < values.Length)
        {
            _data = AlignedBuffer<T>.Allocate(values.Length);
        }

        values.CopyTo(_data.Span);
        _rowSize = values.Length / rows;
    }

    public override Delegate Getter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
    {
        int row = slot();
        var editor = VBufferEditor.Create(ref destination, _rowSize);
        _data.Span.Slice(row * _rowSize, _rowSize).CopyTo(editor.Values);
        destination = editor.Commit();
    });

    public override void Dispose() => _value?.Dispose();
}
