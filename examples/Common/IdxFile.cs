using System.Buffers.Binary;
using System.IO.Compression;

namespace Examples;

/// <summary>
/// A gzipped file of bytes in the IDX format that MNIST and its relatives come in: two zero bytes, the element type, the
/// number of dimensions, each dimension as a big-endian int32, then the elements. The first dimension counts the rows.
/// </summary>
internal sealed record IdxFile(int[] Dimensions, byte[] Values)
{
    private const byte UnsignedByte = 0x08;

    public int Rows => Dimensions[0];

    public int RowSize => Values.Length / Rows;

    public static IdxFile Read(string path)
    {
        using var content = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        {
            file.CopyTo(content);
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (bytes.Length < 8 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UnsignedByte)
        {
            throw new InvalidDataException($"{path} is not an IDX file of unsigned bytes.");
        }

        int[] dimensions = new int[bytes[3]];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + (4 * i))..]);
        }

        return new IdxFile(dimensions, bytes[(4 + (4 * dimensions.Length))..].ToArray());
    }

    public void Write(string path)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        file.Write([0, 0, UnsignedByte, (byte)Dimensions.Length]);
        Span<byte> size = stackalloc byte[4];
        foreach (int dimension in Dimensions)
        {
            BinaryPrimitives.WriteInt32BigEndian(size, dimension);
            file.Write(size);
        }

        file.Write(Values);
    }

    public IdxFile First(int rows)
    {
        rows = Math.Min(rows, Rows);
        return new IdxFile([rows, .. Dimensions[1..]], Values[..(rows * RowSize)]);
    }
}
