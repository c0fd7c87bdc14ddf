namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>An array that the garbage collector does not move and that begins at a cache line, so that no vector crosses two.</summary>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    private const int Line = 64;
    private readonly byte[] _bytes;

    public AlignedArray(long length)
    {
        _bytes = GC.AllocateArray<byte>(checked((int)(length * sizeof(T)) + Line), pinned: true);
        fixed (byte* start = _bytes)
        {
            Pointer = (T*)(((nint)start + Line - 1) & -Line);
        }

        Length = (int)length;
    }

    public AlignedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public int Length { get; }

    /// <summary>Valid while this object lives.</summary>
    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);
}
