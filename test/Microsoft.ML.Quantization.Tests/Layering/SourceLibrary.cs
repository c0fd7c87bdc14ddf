using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>The source files of a library of this repository, compiled again in memory, so that a test can ask what each name in them stands for.</summary>
internal sealed class SourceLibrary
{
    // What the compiler is given beside the files: ImplicitUsings.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    // What misses the parts that source generators write: bodies of LibraryImport, members of a JsonSerializerContext.
    private static readonly string[] OfGenerators = ["CS8795", "CS0170", "CS0534", "CS0117", "CS7036"];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest, preprocessorSymbols: ["NET", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    private readonly CSharpCompilation _compilation;

    private SourceLibrary(string name, IEnumerable<SyntaxTree> trees, IEnumerable<SyntaxTree> generated)
    {
        Name = name;
        Trees = [.. trees];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        _compilation = CSharpCompilation.Create(name, [.. Trees, .. generated, Tree("", ImplicitUsings)], References(name), options);
    }

    public string Name { get; }

    /// <summary>Gets the files, their paths relative to the library's folder.</summary>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>Reads the files of src/<paramref name="name"/>, and those that the build generated from <c>.proto</c> files.</summary>
    public static SourceLibrary Load(string name)
    {
        string folder = Path.Combine(Repository.Folder, "src", name);
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal));
        return new SourceLibrary(name, files.Order(StringComparer.Ordinal).Select(file => Tree(file, File.ReadAllText(Path.Combine(folder, file)))), Generated(folder));
    }

    /// <summary>Takes files that are given by their text.</summary>
    public static SourceLibrary Parse(string name, params (string File, string Text)[] files) => new(name, files.Select(file => Tree(file.File, file.Text)), []);

    public SemanticModel Meaning(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    /// <summary>What does not compile: its names would stand for nothing and be overlooked.</summary>
    public IEnumerable<string> Errors() => _compilation.GetDiagnostics()
        .Where(each => each.Severity == DiagnosticSeverity.Error && !OfGenerators.Contains(each.Id))
        .Select(each => each.ToString());

    /// <summary>The folder of a file that is given by its path in the library: the first part of it, or nothing for the library's own folder.</summary>
    public static string FolderOf(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    private static SyntaxTree Tree(string file, string text) => CSharpSyntaxTree.ParseText(text, Language, file);

    private static IEnumerable<SyntaxTree> Generated(string folder) =>
        from proto in Directory.EnumerateFiles(folder, "*.proto", SearchOption.AllDirectories)
        let name = Path.GetFileNameWithoutExtension(proto)
        from generated in Directory.EnumerateFiles(Path.Combine(folder, "obj"), $"{char.ToUpperInvariant(name[0])}{name[1..]}.cs", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).Take(1)
        select Tree(Path.GetRelativePath(folder, proto).Replace('\\', '/'), File.ReadAllText(generated));

    private static IEnumerable<MetadataReference> References(string name) => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileNameWithoutExtension(path) != name && !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path));
}
