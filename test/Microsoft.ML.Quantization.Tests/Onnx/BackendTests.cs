using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>The standard's own test models, unpacked for the time of a test.</summary>
internal sealed class BackendTests : IDisposable
{
    private readonly TemporaryFolder _folder;

    /// <summary>Unpacks the models below <paramref name="prefix"/>, without their data.</summary>
    public BackendTests(string prefix)
    {
        using var file = File.OpenRead(SharedAssets.Data("onnx_v1.21.0_backend_tests.tgz"));
        _folder = new TemporaryFolder();
        using var reader = new TarReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                && entry.Name.StartsWith(prefix, StringComparison.Ordinal)
                && entry.Name.EndsWith(".onnx", StringComparison.Ordinal))
            {
                string path = _folder.File(entry.Name.Replace('/', '_'));
                entry.ExtractToFile(path, overwrite: true);
                Models.Add(path);
            }
        }

        Models.Sort(StringComparer.Ordinal);
    }

    public List<string> Models { get; } = [];

    public void Dispose() => _folder.Dispose();
}
