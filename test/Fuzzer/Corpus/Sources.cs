using Google.Protobuf;

namespace Fuzzer.Corpus;

/// <summary>The whole files that cases are made from.</summary>
internal sealed class Sources
{
    private readonly (string Name, byte[] Bytes)[] _built;
    private readonly (string Name, byte[] Bytes)[] _real;
    private readonly string[] _backend;
    private readonly string _only;
    private readonly Lazy<SavedSources> _saved;

    /// <param name="backend">The folder with the unpacked backend tests, or null.</param>
    /// <param name="only">Only sources whose name contains this.</param>
    /// <param name="scratch">A folder for files that are made on the way.</param>
    public Sources(string? backend, string only, string scratch)
    {
        _only = only;
        _built = [.. BuiltModels.All().Where(IsWanted)];
        _real = [.. RealModels.All().Where(IsWanted)];
        _backend = backend == null ? [] : [.. Directory.GetFiles(backend).Where(path => Path.GetFileName(path).Contains(only, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        _saved = new Lazy<SavedSources>(() => new SavedSources(BuiltModels.Dense().ToByteArray(), scratch));
    }

    public (CaseKind Kind, string Name, byte[] Bytes) Pick(Random random)
    {
        int what = random.Next(100);
        if (_only.Length == 0 && what < 16)
        {
            return what switch
            {
                < 6 => (CaseKind.Table, "table", _saved.Value.Table),
                < 14 => (CaseKind.Zip, "zip", _saved.Value.Zip),
                _ => (CaseKind.Checkpoint, "checkpoint", _saved.Value.Checkpoint),
            };
        }

        if (_real.Length > 0 && (what is >= 16 and < 24 || _built.Length + _backend.Length == 0))
        {
            return Model(_real[random.Next(_real.Length)]);
        }

        if (_built.Length > 0 && (what is >= 24 and < 50 || _backend.Length == 0))
        {
            return Model(_built[random.Next(_built.Length)]);
        }

        string path = _backend[random.Next(_backend.Length)];
        return (CaseKind.Model, Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
    }

    private static (CaseKind Kind, string Name, byte[] Bytes) Model((string Name, byte[] Bytes) model) => (CaseKind.Model, model.Name, model.Bytes);

    private bool IsWanted((string Name, byte[] Bytes) model) => model.Name.Contains(_only, StringComparison.Ordinal);
}
