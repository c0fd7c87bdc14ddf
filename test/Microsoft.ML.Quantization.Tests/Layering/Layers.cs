namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>The order of a library's folders: each uses only those of the layers below it. Folders of one layer do not know each other.</summary>
/// <param name="order">The layers from the bottom, one text a layer with its folders, separated by commas.</param>
internal sealed class Layers(params string[] order)
{
    private readonly Dictionary<string, int> _layerOf = order
        .SelectMany((layer, level) => layer.Split(", ").Select(folder => (folder, level)))
        .ToDictionary(each => each.folder, each => each.level, StringComparer.Ordinal);

    public IEnumerable<string> Folders => _layerOf.Keys;

    /// <summary>The references that go upward or sideways, by file, line and name.</summary>
    public IEnumerable<string> Breaches(IEnumerable<SourceReference> references) => references
        .Where(reference => reference.To != null && !Allows(SourceLibrary.FolderOf(reference.File), SourceLibrary.FolderOf(reference.To)))
        .Select(reference => $"{reference} is {Direction(reference)}")
        .Distinct();

    private bool Allows(string from, string to) => from == to || (_layerOf.ContainsKey(from) && _layerOf.ContainsKey(to) && IsBelow(to, from));

    private bool IsBelow(string folder, string other) => _layerOf[folder] < _layerOf[other];

    private string Direction(SourceReference reference)
    {
        string from = SourceLibrary.FolderOf(reference.File), to = SourceLibrary.FolderOf(reference.To!);
        return !_layerOf.ContainsKey(from) || !_layerOf.ContainsKey(to) ? "in no layer"
            : IsBelow(from, to) ? $"above {from}"
            : $"beside {from}";
    }
}
