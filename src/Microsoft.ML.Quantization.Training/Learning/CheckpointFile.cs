using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A file with a checksum: what it is, how long it is, the SHA-256 of its content, the content.</summary>
internal static class CheckpointFile
{
    private const int BufferSize = 1 << 16;
    private const int HeaderSize = 16 + sizeof(long) + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "mlq-checkpoint-3"u8;

    /// <summary>Writes the file; one that is there stays until this one is whole.</summary>
    public static void Write(string path, Action<BinaryWriter> write) => AtomicFile.Write(path, stream =>
    {
        stream.Write(new byte[HeaderSize]);
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffer = new BufferedStream(hashing, BufferSize))
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8))
        {
            write(writer);
        }

        long length = stream.Position - HeaderSize;
        stream.Position = 0;
        stream.Write(Magic);
        stream.Write(BitConverter.GetBytes(length));
        stream.Write(hash.Hash!);
    });

    /// <summary>Reads a file that <see cref="Write"/> wrote, to its end; its checksum is compared before <paramref name="read"/> sees any of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The bytes that a content of this kind can have.</param>
    /// <param name="read">Reads the content; a <see cref="FormatException"/> says what is wrong with it.</param>
    /// <returns><see langword="null"/> where there is no file.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or damaged; the message names it.</exception>
    public static T? Read<T>(string path, long most, Func<BinaryReader, T> read)
        where T : class
    {
        if (RegularFile.OtherKind(path) is { } kind)
        {
            throw Damaged(path, $"it is {kind}.", null);
        }

        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = RegularFile.OpenRead(path);
        CheckWhole(stream, path, most);
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            var content = read(reader);
            return stream.Position == stream.Length ? content : throw new FormatException("there is more in it than belongs there.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException or FormatException)
        {
            throw Damaged(path, e.Message, e);
        }
    }

    private static void CheckWhole(Stream stream, string path, long most)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header.StartsWith(Magic))
        {
            throw Damaged(path, "it does not begin as a checkpoint of this version does.", null);
        }

        long length = BitConverter.ToInt64(header[Magic.Length..]);
        if (length != stream.Length - HeaderSize || length > most)
        {
            throw Damaged(path, $"it has {stream.Length - HeaderSize} bytes, where {Math.Min(length, most)} are expected.", null);
        }

        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(stream, actual);
        if (!actual.SequenceEqual(header[^SHA256.HashSizeInBytes..]))
        {
            throw Damaged(path, "its content does not have the checksum that was written with it.", null);
        }

        stream.Position = HeaderSize;
    }

    private static InvalidDataException Damaged(string path, string what, Exception? inner) =>
        new($"The checkpoint '{path}' cannot be gone on from: {what} Delete it to start again, or use another folder.", inner);
}
