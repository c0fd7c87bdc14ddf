using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.TrainedModels.Saved;

/// <summary>Changes the content of a saved entry.</summary>
internal delegate void EntryEdit(ref EntryEditor editor);

/// <summary>
/// Goes through the bytes of a saved entry in order and writes them again in place, without what is to be left out, so that large models need no second copy.
/// Arrays begin with their length.
/// </summary>
internal ref struct EntryEditor(string path, Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;
    private int _read;

    /// <summary>The bytes that were kept so far.</summary>
    public int Written { get; private set; }

    /// <summary>Keeps values; the caller may write others over them.</summary>
    public Span<T> Keep<T>(int count)
        where T : unmanaged
    {
        int length = Read<T>(count);
        _bytes.Slice(_read - length, length).CopyTo(_bytes[Written..]);
        Written += length;
        return MemoryMarshal.Cast<byte, T>(_bytes.Slice(Written - length, length));
    }

    public T Keep<T>()
        where T : unmanaged => Keep<T>(1)[0];

    public Span<T> KeepArray<T>()
        where T : unmanaged => Keep<T>(Keep<int>());

    /// <summary>Keeps the first values of an array; all where it has fewer.</summary>
    public Span<T> CutArray<T>(int most)
        where T : unmanaged
    {
        var length = Keep<int>(1);
        int count = length[0];
        length[0] = Math.Min(count, most);
        var kept = Keep<T>(length[0]);
        Read<T>(count - kept.Length);
        return kept;
    }

    public void KeepRest() => Keep<byte>(_bytes.Length - _read);

    private int Read<T>(int count)
        where T : unmanaged
    {
        long length = (long)count * Marshal.SizeOf<T>();
        if (count < 0 || length > _bytes.Length - _read)
        {
            throw new UnknownLayoutException($"the saved entry '{path}' ends early");
        }

        _read += (int)length;
        return (int)length;
    }
}
