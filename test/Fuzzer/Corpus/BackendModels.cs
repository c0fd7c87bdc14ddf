using System.Formats.Tar;
using System.IO.Compression;

namespace Fuzzer.Corpus;

/// <summary>The standard's own test models, of every operator, where the archive with them is there.</summary>
internal static class BackendModels
{
    private const long Largest = 200_000;

    /// <summary>Unpacks the small ones into a folder, one file each.</summary>
    /// <returns>Whether there are any.</returns>
    public static bool Unpack(string folder)
    {
        string archive = Path.Combine(RealModels.Root ?? "", "data", "onnx_v1.21.0_backend_tests.tgz");
        if (RealModels.Root == null || !File.Exists(archive))
        {
            return false;
        }

        using var file = File.OpenRead(archive);
        using var reader = new TarReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Length <= Largest
                && entry.Name.EndsWith("model.onnx", StringComparison.Ordinal) && !entry.Name.StartsWith("light", StringComparison.Ordinal))
            {
                entry.ExtractToFile(Path.Combine(folder, Path.GetDirectoryName(entry.Name)!.Replace('/', '_') + ".onnx"), overwrite: true);
            }
        }

        return true;
    }
}
