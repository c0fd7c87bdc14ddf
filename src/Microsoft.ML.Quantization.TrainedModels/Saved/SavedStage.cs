using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.TrainedModels.Saved;

/// <summary>
/// A stage as ML.NET saves it: its components by their path inside the file. Where the content of some is replaced, ML.NET loads a stage of the same type with
/// other numbers in it.
/// </summary>
internal sealed class SavedStage
{
    private const string Root = "TransformerChain";
    private const string Key = "Model.key";
    private const string TooLarge = "it takes more than 2 GB when it is saved";

    private readonly List<string> _names = [];
    private readonly Dictionary<string, Memory<byte>> _entries = [];

    private SavedStage()
    {
    }

    public static SavedStage Save(MLContext context, ITransformer stage)
    {
        using var stream = new MemoryStream();
        Save(context, stage, stream);
        var saved = new SavedStage();
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            byte[] bytes = entry.Length <= Array.MaxLength ? new byte[entry.Length] : throw new UnknownLayoutException(TooLarge);
            using var content = entry.Open();
            content.ReadExactly(bytes);
            saved._names.Add(entry.FullName);
            saved._entries[Normal(entry.FullName)] = bytes;
        }

        return saved;
    }

    /// <summary>The component in a folder below the stage, as "Model" or "Model/Calibrator"; the stage itself is "".</summary>
    public SavedEntry Entry(string folder)
    {
        string path = Path(folder);
        return _entries.TryGetValue(path, out var bytes) ? new SavedEntry(path, bytes) : throw new UnknownLayoutException($"the saved stage has no entry '{path}'");
    }

    /// <summary>Replaces the content of a component, by content of any length; what ML.NET writes around it stays.</summary>
    public void Replace(string folder, ReadOnlySpan<byte> content) => _entries[Path(folder)] = Entry(folder).WithContent(content);

    /// <summary>Edits the content of a component in place. Where the edit fails, what is saved here is of no use any more.</summary>
    public void Edit(string folder, EntryEdit edit) => _entries[Path(folder)] = Entry(folder).Edit(edit);

    /// <summary>The stage as ML.NET loads it.</summary>
    /// <exception cref="UnknownLayoutException">It does not.</exception>
    public ITransformer Load(MLContext context)
    {
        try
        {
            using var stream = Write();
            var loaded = context.Model.Load(stream, out _);
            return loaded is IEnumerable<ITransformer> chain ? chain.Single() : loaded;
        }
        catch (Exception e) when (e is TargetInvocationException or InvalidOperationException or FormatException or IOException or ArgumentException or NotSupportedException or InvalidDataException)
        {
            throw new UnknownLayoutException($"ML.NET does not load what was made of it: {ForeignText.Line((e.InnerException ?? e).Message)}");
        }
    }

    private static void Save(MLContext context, ITransformer stage, MemoryStream stream)
    {
        try
        {
            context.Model.Save(stage, null, stream);
        }
        catch (IOException)
        {
            throw new UnknownLayoutException(TooLarge);
        }
    }

    /// <summary>It is read back at once, so that packing would only take time.</summary>
    private MemoryStream Write()
    {
        long length = _entries.Sum(entry => (long)entry.Value.Length + (3 * entry.Key.Length) + 200);
        var stream = new MemoryStream((int)Math.Min(length, Array.MaxLength));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in _names)
            {
                using var target = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                target.Write(_entries[Normal(name)].Span);
            }
        }

        stream.Position = 0;
        return stream;
    }

    private static string Path(string folder) => Normal(string.Join('/', new[] { Root, folder, Key }.Where(part => part.Length > 0)));

    private static string Normal(string path) => path.Replace('\\', '/');
}
