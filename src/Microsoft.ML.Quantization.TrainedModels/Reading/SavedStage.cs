using System.IO.Compression;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>A stage as ML.NET saves it: its components by their path inside the file.</summary>
internal sealed class SavedStage
{
    private const string Root = "TransformerChain";
    private const string Key = "Model.key";

    private readonly Dictionary<string, byte[]> _entries = [];

    private SavedStage()
    {
    }

    public static SavedStage Save(MLContext context, ITransformer stage)
    {
        var stream = new MemoryStream();
        context.Model.Save(stage, null, stream);
        var saved = new SavedStage();
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(entry => entry.Name == Key))
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            saved._entries[Normal(entry.FullName)] = bytes.ToArray();
        }

        return saved;
    }

    /// <summary>The component in a folder below the stage, as "Model" or "Model/Calibrator"; the stage itself is "".</summary>
    public SavedEntry Entry(string folder)
    {
        string path = Normal(string.Join('/', new[] { Root, folder, Key }.Where(part => part.Length > 0)));
        return _entries.TryGetValue(path, out byte[]? bytes) ? new SavedEntry(path, bytes) : throw new UnknownLayoutException($"the saved stage has no entry '{path}'");
    }

    private static string Normal(string path) => path.Replace('\\', '/');
}
