namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>The same checks for each library: every name is understood, folders keep their order, types are where they are looked for, files stay short.</summary>
internal sealed class LibraryAssert(string name, Layers order)
{
    // Empty lines and documentation do not count.
    private const int MostLines = 130;

    private readonly Lazy<SourceLibrary> _library = new(() => SourceLibrary.Load(name));
    private IReadOnlyList<SourceReference>? _references;

    public SourceLibrary Library => _library.Value;

    public IReadOnlyList<SourceReference> References => _references ??= SourceReference.Find(Library);

    /// <summary>A name that stands for nothing would be overlooked by all other checks.</summary>
    public void EveryNameIsUnderstood() => NothingIn(Library.Errors(), "do not compile here");

    public void EveryFolderHasALayer() => CollectionAssert.AreEquivalent(
        order.Folders.ToArray(), Library.Trees.Select(tree => SourceLibrary.FolderOf(tree.FilePath)).Distinct().ToArray(), "The folders of the order, and those that there are.");

    public void FoldersUseOnlyThoseBelow() => NothingIn(order.Breaches(References), "go upward or sideways");

    /// <summary>No folder, one in another included, needs one that needs it.</summary>
    public void NoFolderIsInACycle() => NothingIn(FolderCycles.Find(References), "close a cycle of folders");

    public void TypesAreInTheirFoldersNamespace() => NothingIn(LibraryRules.MisplacedTypes(Library), "are not where their folder or their publicity says");

    public void FilesAreShort() => NothingIn(LibraryRules.LongFiles(Library, MostLines), $"have more than {MostLines} lines");

    /// <summary>Only these files use a type, beside those of some folders, which commas separate.</summary>
    public void OnlyIn(string folders, string type, IReadOnlyDictionary<string, string> reasons)
    {
        var users = References.Where(reference => (reference.Name == type || reference.Name.StartsWith($"{type}.", StringComparison.Ordinal)) && !folders.Split(", ").Contains(SourceLibrary.FolderOf(reference.File))).ToArray();
        NothingIn(users.Where(user => !reasons.ContainsKey(user.File)).Select(user => user.ToString()), $"use {type} outside {folders}");
        NothingIn(reasons.Keys.Except(users.Select(user => user.File)), $"are allowed to use {type} and do not");
    }

    /// <summary>Only the files of one folder use what is in a namespace, of this library or another.</summary>
    public void NamespaceOnlyIn(string folder, string space) => NothingIn(
        References.Where(reference => reference.Namespace == space && SourceLibrary.FolderOf(reference.File) != folder).Select(reference => reference.ToString()), $"use {space} outside {folder}");

    private static void NothingIn(IEnumerable<string> found, string what)
    {
        string[] all = [.. found];
        if (all.Length > 0)
        {
            Assert.Fail($"{all.Length} {what}:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
        }
    }
}
