namespace Fuzzer.Runs;

/// <summary>A case as files in a folder: what a run reads, and what is left to replay.</summary>
/// <param name="Kind">What reads it.</param>
/// <param name="File">The file.</param>
/// <param name="Original">The file that it was made from, for its columns; may be absent.</param>
internal sealed record SavedCase(CaseKind Kind, string File, string Original)
{
    private const string OriginalName = "original.onnx";

    public string Folder => Path.GetDirectoryName(File)!;

    public static SavedCase Write(FuzzCase each, string folder)
    {
        var saved = new SavedCase(each.Kind, Path.Combine(folder, NameOf(each.Kind)), Path.Combine(folder, OriginalName));
        System.IO.File.WriteAllBytes(saved.File, each.Content);
        System.IO.File.WriteAllBytes(saved.Original, each.Kind == CaseKind.Model ? each.Original : Google.Protobuf.MessageExtensions.ToByteArray(Corpus.BuiltModels.Dense()));
        System.IO.File.WriteAllText(Path.Combine(folder, "source.txt"), each.Source);
        return saved;
    }

    /// <summary>A file of a failing case, or any other that is of such a kind.</summary>
    public static SavedCase Read(string file)
    {
        var kind = Path.GetExtension(file) switch
        {
            ".json" => CaseKind.Table,
            ".zip" => CaseKind.Zip,
            ".checkpoint" => CaseKind.Checkpoint,
            _ => CaseKind.Model,
        };
        file = Path.GetFullPath(file);
        return new SavedCase(kind, file, Path.Combine(Path.GetDirectoryName(file)!, OriginalName));
    }

    private static string NameOf(CaseKind kind) => kind switch
    {
        CaseKind.Table => "table.json",
        CaseKind.Zip => "saved.zip",
        CaseKind.Checkpoint => "training.checkpoint",
        _ => "model.onnx",
    };
}
