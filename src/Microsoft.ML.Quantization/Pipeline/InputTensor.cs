using Microsoft.ML.OnnxRuntime;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The buffer of one model input, for the rows of a batch.</summary>
internal abstract class InputTensor(BoundInput input) : IDisposable
{
    public BoundInput Input => input;

    public abstract OrtValue Value { get; }

    public static InputTensor Create(BoundInput input) => input.Column.Tensor.Type == DataType.String ? new TextInputTensor(input) : (InputTensor)Activator.CreateInstance(
        typeof(InputTensor<>).MakeGenericType(ItemTypes.Map(input.Column.Tensor.Type).RawType), input)!;

    /// <summary>Makes room for <paramref name="rows"/> rows of <paramref name="length"/> elements.</summary>
    public abstract void Reserve(int rows, int length);

    /// <summary>As <see cref="Reserve"/>, for more rows than before, the values that are in staying.</summary>
    public abstract void Grow(int rows, int length);

    /// <summary>Sets the tensor to <paramref name="rows"/> rows; tells whether <see cref="Value"/> became another.</summary>
    public abstract bool Resize(int rows, int length);

    /// <summary>One of the rows that are in, as a tensor of its own over the same memory.</summary>
    public abstract OrtValue One(int slot, int length);

    /// <summary>The first row by itself, in <paramref name="target"/> if it is as long.</summary>
    public abstract Array Copy(int length, Array? target);

    /// <summary>Puts a row's values, or zeros, into the tensor.</summary>
    public abstract void Put(int slot, Array? values, int length);

    /// <summary>The shape of one row as the model itself has it.</summary>
    public long[] ModelShape(int length)
    {
        long free = input.IsVariable ? input.FreeSize(length) : 0;
        return [.. input.RowShape.Select(size => size < 0 ? free : size)];
    }

    public abstract InputReader Reader(DataViewRow row, DataViewSchema.Column column);

    public abstract void Dispose();

    protected long[] ShapeOf(int rows, int length)
    {
        if (input.IsScalar || input.IsFlat)
        {
            return [rows, length];
        }

        return [.. ModelShape(length).Select((size, i) => i == 0 && input.Batched ? rows : size)];
    }
}

internal sealed class InputTensor<T>(BoundInput input) : InputTensor(input)
    where T : unmanaged
{
    private Memory<T> _data;
    private OrtValue? _value;
    private (int Rows, int Length) _size;

    public override OrtValue Value => _value!;

    public Span<T> Row(int slot, int length) => _data.Span.Slice(slot * length, length);

    public override void Reserve(int rows, int length)
    {
        if (_data.Length < rows * length)
        {
            Dispose();
            _data = AlignedBuffer<T>.Allocate(rows * length);
        }
    }

    public override void Grow(int rows, int length)
    {
        var old = _data;
        Reserve(rows, length);
        old.CopyTo(_data);
    }

    public override bool Resize(int rows, int length)
    {
        if (_value != null && _size == (rows, length))
        {
            return false;
        }

        Dispose();
        _value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _data[..(rows * length)], ShapeOf(rows, length));
        _size = (rows, length);
        return true;
    }

    public override OrtValue One(int slot, int length) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _data.Slice(slot * length, length), ShapeOf(1, length));

    public override Array Copy(int length, Array? target)
    {
        var copy = target is T[] array && array.Length == length ? array : new T[length];
        Row(0, length).CopyTo(copy);
        return copy;
    }

    public override void Put(int slot, Array? values, int length)
    {
        var row = Row(slot, length);
        if (values == null)
        {
            row.Clear();
        }
        else
        {
            ((T[])values).CopyTo(row);
        }
    }

    public override InputReader Reader(DataViewRow row, DataViewSchema.Column column) =>
        Input.IsScalar ? new ScalarReader<T>(this, row, column) : new VectorReader<T>(this, row, column);

    public override void Dispose()
    {
        _value?.Dispose();
        _value = null;
    }
}
