using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>The values of a contiguous FP32 tensor on the CPU, as spans that several threads may hold.</summary>
internal readonly unsafe struct TensorMemory
{
    private readonly float* _first;

    public TensorMemory(Tensor tensor)
    {
        _first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        Length = tensor.numel();
    }

    public long Length { get; }

    public static bool Holds(Tensor tensor) => tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype == ScalarType.Float32;

    /// <summary>The values of an FP32 tensor on any device, in their order.</summary>
    public static float[] Copy(Tensor tensor)
    {
        if (Holds(tensor) && tensor.is_contiguous())
        {
            float[] values = new TensorMemory(tensor).All.ToArray();
            GC.KeepAlive(tensor);
            return values;
        }

        using var scope = NewDisposeScope();
        return new TensorMemory(tensor.detach().cpu().contiguous()).All.ToArray();
    }

    /// <returns>A copy in the order of the dimensions; <see langword="null"/> where the tensor is in that order itself.</returns>
    public static Tensor? ContiguousCopy(Tensor tensor) => tensor.is_contiguous() ? null : tensor.detach().contiguous();

    /// <summary>All of it, where it is no longer than a span can be.</summary>
    public Span<float> All => new(_first, checked((int)Length));

    public Span<float> Part(long start, int length) => new(_first + start, length);
}
