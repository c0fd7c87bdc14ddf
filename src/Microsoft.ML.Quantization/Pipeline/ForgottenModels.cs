using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>ML.NET writes each ONNX model of a saved pipeline into a temporary file, and forgets that file where the model is then refused.</summary>
internal static class ForgottenModels
{
    /// <summary>Deletes the files that loading a saved model has left.</summary>
    /// <param name="stream">The saved model, which has been verified and could not be loaded.</param>
    /// <param name="place">Where ML.NET writes.</param>
    /// <param name="since">When loading began.</param>
    public static void Delete(Stream stream, string place, DateTime since) => Leftovers.Quietly(() =>
    {
        FileInfo[] candidates = [.. new DirectoryInfo(place).EnumerateFiles("????????.???").Where(file => file.LastWriteTimeUtc >= since && file.LinkTarget == null)];
        if (candidates.Length == 0)
        {
            return;
        }

        // What has the content of a model that cannot be loaded is of use to nobody.
        var models = Models(stream);
        foreach (FileInfo file in candidates.Where(file => models.ContainsKey(file.Length)))
        {
            if (Hash(file).SequenceEqual(models[file.Length]))
            {
                file.Delete();
            }
        }
    });

    /// <summary>The hashes of the ONNX models, by their lengths.</summary>
    private static Dictionary<long, byte[]> Models(Stream stream)
    {
        var models = new Dictionary<long, byte[]>();
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(SavedModelCheck.IsModel))
        {
            using Stream content = entry.Open();
            content.ReadExactly(new byte[sizeof(int)]);
            models[entry.Length - sizeof(int)] = SHA256.HashData(content);
        }

        return models;
    }

    private static byte[] Hash(FileInfo file)
    {
        using Stream content = RegularFile.OpenRead(file.FullName);
        return SHA256.HashData(content);
    }
}
