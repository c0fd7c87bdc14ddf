using System.IO.Compression;

namespace Benchmarks;

/// <summary>Reads a gzip file of the assets.</summary>
internal static class CompressedFile
{
    public static byte[] Read(string name)
    {
        using var file = new GZipStream(File.OpenRead(Assets.Data(name)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }
}
