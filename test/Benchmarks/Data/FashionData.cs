using System.IO.Compression;

namespace Benchmarks;

/// <summary>The images that the examples' classifier was trained for, which are in the repository.</summary>
internal static class FashionData
{
    private const int Length = 28 * 28;

    private static readonly string? Folder = Find();

    /// <summary>The classifier; <see langword="null"/> outside of a checkout.</summary>
    public static LabelledModel? Model => Folder == null ? null : new LabelledModel("Fashion CNN", Path.Combine(Folder, "fashion_cnn_fp32.onnx"), Images("train"), Images("t10k"));

    private static RowSource Images(string split) => new(() =>
    {
        byte[] images = Read($"{split}-images-idx3-ubyte.gz"), labels = Read($"{split}-labels-idx1-ubyte.gz");
        return (labels.Length - 8, i => new LabelledRow("image", Array.ConvertAll(images[(16 + (i * Length))..(16 + ((i + 1) * Length))], value => value / 255f), [1, 1, 28, 28], labels[8 + i]));
    });

    private static byte[] Read(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder!, name)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string data = Path.Combine(folder.FullName, "examples", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
