using System.IO.Compression;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Looks at a saved model before ML.NET does, which checks no checksum, believes all lengths, and hands models to native code as they are.
/// </summary>
internal static class SavedModelCheck
{
    private const string ModelEntry = "OnnxModel";
    private const int MostEntries = 100_000;

    // A model has up to 2 GB. What a small file grows to is bounded, too: weights are not packed to a hundredth.
    private const long MostBytes = 8_000_000_000;
    private const long HarmlessBytes = 100_000_000;
    private const long MostRatio = 200;

    /// <summary>Reads all of a saved model; the stream is where it was afterwards.</summary>
    /// <exception cref="InvalidDataException">Something in it cannot be.</exception>
    public static void Verify(Stream stream)
    {
        long start = stream.Position;
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            VerifySizes(archive, stream.Length);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                VerifyName(entry.FullName);
                if (IsModel(entry))
                {
                    VerifyModel(entry);
                }
                else
                {
                    Read(entry, Stream.Null);
                }
            }
        }

        stream.Position = start;
    }

    /// <summary>Whether an entry is an ONNX model behind its length.</summary>
    public static bool IsModel(ZipArchiveEntry entry) => Parts(entry.FullName)[^1] == ModelEntry;

    private static void VerifySizes(ZipArchive archive, long length)
    {
        if (archive.Entries.Count is 0 or > MostEntries)
        {
            throw new InvalidDataException($"it has {archive.Entries.Count} entries");
        }

        long bytes = archive.Entries.Aggregate(0L, (sum, entry) => sum + Math.Clamp(entry.Length, 0, MostBytes));
        if (bytes > MostBytes || (bytes > HarmlessBytes && bytes / MostRatio > length))
        {
            throw new InvalidDataException($"it is said to hold {bytes} bytes in {length}");
        }

        string? twice = archive.Entries.GroupBy(entry => entry.FullName).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice != null)
        {
            throw new InvalidDataException($"it has entry '{ForeignText.Line(twice)}' twice");
        }
    }

    private static void VerifyName(string name)
    {
        if (name.Length == 0 || name[0] is '/' or '\\' || name.Contains(':', StringComparison.Ordinal) || Parts(name).Contains(".."))
        {
            throw new InvalidDataException($"its entry '{ForeignText.Line(name)}' leads out of it");
        }
    }

    private static string[] Parts(string name) => name.Split('/', '\\');

    /// <summary>Unpacks an entry and checks what its checksum says of it.</summary>
    private static void Read(ZipArchiveEntry entry, Stream target)
    {
        using Stream content = entry.Open();
        var crc = default(Crc32);
        long length = 0;
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = content.Read(buffer)) > 0; length += count)
        {
            crc.Append(buffer.AsSpan(0, count));
            target.Write(buffer, 0, count);
        }

        if (length != entry.Length || crc.Value != entry.Crc32)
        {
            throw new InvalidDataException($"its entry '{ForeignText.Line(entry.FullName)}' is damaged");
        }
    }

    private static void VerifyModel(ZipArchiveEntry entry)
    {
        if (entry.Length is < sizeof(int) or > int.MaxValue)
        {
            throw new InvalidDataException($"its entry '{ForeignText.Line(entry.FullName)}' has {entry.Length} bytes");
        }

        using var content = new MemoryStream((int)entry.Length);
        Read(entry, content);
        byte[] bytes = content.GetBuffer();
        int length = BitConverter.ToInt32(bytes);
        if (length < 0 || length > content.Length - sizeof(int))
        {
            throw new InvalidDataException($"its entry '{ForeignText.Line(entry.FullName)}' is said to have {length} bytes and has {content.Length - sizeof(int)}");
        }

        VerifyModel(ModelProto.Parser.ParseFrom(bytes, sizeof(int), length));
    }

    private static void VerifyModel(ModelProto model)
    {
        if (model.Graph == null)
        {
            throw new InvalidDataException("a model in it has no graph");
        }

        try
        {
            // A copy: models of others may be out of order, and stay so.
            ModelChecks.Verify(PortableMetadata.Read(model) is { } metadata ? PortableModel.Restore(model, metadata) : model.Clone());
        }
        catch (NotSupportedException)
        {
            // Older than what is quantized here, which is no fault of a model that is only scored.
        }
    }
}
