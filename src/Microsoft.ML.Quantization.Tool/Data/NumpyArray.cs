using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>An array in a .npy file, or in one of those in a .npz file, read a row at a time.</summary>
internal sealed class NumpyArray
{
    private const long MostRowBytes = 1L << 30;

    private readonly string _path;
    private readonly string? _entry;

    private NumpyArray(string path, string? entry)
    {
        (_path, _entry) = (path, entry);
        using var stream = Open(out var archive);
        using (archive)
        {
            Header = NumpyHeader.Read(stream, Name);
            Check(Header, archive?.GetEntry(_entry!)?.Length ?? stream.Length);
        }
    }

    public NumpyHeader Header { get; }

    public string Name => _entry == null ? _path : $"{_path}/{_entry}";

    /// <summary>The name by which a model's input or the labels find it.</summary>
    public string Key => _entry == null ? "" : Path.GetFileNameWithoutExtension(_entry);

    public static IReadOnlyList<NumpyArray> Open(string path)
    {
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            return [new NumpyArray(path, null)];
        }

        using var archive = Archive(path);
        return [.. archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)).Select(entry => new NumpyArray(path, entry.FullName))];
    }

    /// <param name="isWanted">Which rows are read; <see langword="null"/> for all.</param>
    public IEnumerable<(long Row, double[] Values)> Rows(Func<long, bool>? isWanted = null)
    {
        using var stream = Open(out var archive);
        using (archive)
        {
            var header = NumpyHeader.Read(stream, Name);
            var bytes = new byte[header.RowBytes];
            for (long row = 0; row < header.Rows; row++)
            {
                bool isRead = isWanted?.Invoke(row) != false;
                if (!isRead && stream.CanSeek)
                {
                    stream.Seek(bytes.Length, SeekOrigin.Current);
                    continue;
                }

                if (stream.ReadAtLeast(bytes, bytes.Length, false) < bytes.Length)
                {
                    throw new CommandException($"'{Name}' is truncated: its header says {header.Rows:N0} rows, and it ends in row {row:N0}. Save it again.");
                }

                if (isRead)
                {
                    yield return (row, Values(bytes, header));
                }
            }
        }
    }

    /// <summary>What the header promises must be there before room is made for it.</summary>
    private void Check(NumpyHeader header, long bytes)
    {
        if (header.RowLength == 0)
        {
            throw new CommandException($"'{Name}' has the shape ({string.Join(", ", header.Shape)}): rows without values.");
        }

        if (header.RowBytes > MostRowBytes)
        {
            throw new CommandException($"'{Name}' has rows of {header.RowText}, which is more than a row can be. The first dimension of ({string.Join(", ", header.Shape)}) has to be the rows.");
        }

        // A few bytes of the file are the header's.
        if (header.Rows > 0 && header.RowBytes > bytes / header.Rows)
        {
            throw new CommandException($"'{Name}' is truncated: its header says {header.Rows:N0} rows of {header.RowText}, and the file has {bytes:N0} bytes. Save it again.");
        }
    }

    private static double[] Values(byte[] bytes, NumpyHeader header)
    {
        var values = new double[bytes.Length / header.ItemBytes];
        for (int i = 0; i < values.Length; i++)
        {
            var item = bytes.AsSpan(i * header.ItemBytes, header.ItemBytes);
            values[i] = header.Type switch
            {
                "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(item),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(item),
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(item),
                "i1" => (sbyte)item[0],
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(item),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(item),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(item),
                "u2" => BinaryPrimitives.ReadUInt16LittleEndian(item),
                "u4" => BinaryPrimitives.ReadUInt32LittleEndian(item),
                "u8" => BinaryPrimitives.ReadUInt64LittleEndian(item),
                _ => item[0],
            };
        }

        return values;
    }

    private Stream Open(out ZipArchive? archive)
    {
        archive = _entry == null ? null : Archive(_path);
        return archive?.GetEntry(_entry!)?.Open() ?? RegularFile.OpenRead(_path);
    }

    private static ZipArchive Archive(string path)
    {
        try
        {
            return new ZipArchive(RegularFile.OpenRead(path), ZipArchiveMode.Read);
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"'{path}' is not a .npz file: {e.Message}", inner: e);
        }
    }
}
