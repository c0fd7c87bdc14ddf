using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Memory that stays where it is and begins at a cache line, as ONNX Runtime's own does: some kernels add in another order when
/// it does not, and equal rows would then differ in the last bit from one buffer to the next.
/// </summary>
internal static class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    public static unsafe Memory<T> Allocate(int length)
    {
        int size = Unsafe.SizeOf<T>();
        T[] array = GC.AllocateArray<T>(checked(length + (Alignment / size)), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int skip = (int)((Alignment - (address % Alignment)) % Alignment) / size;
        return array.AsMemory(skip, length);
    }
}
