using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>What holds for the source files of every library here: where a type is declared is where it is looked for, and a file has one idea.</summary>
internal static class LibraryRules
{
    private const string Public = "Microsoft.ML.Quantization";

    /// <summary>The types whose namespace is not their folder's, or for public types not the library's (extension methods: that of MLContext).</summary>
    public static IEnumerable<string> MisplacedTypes(SourceLibrary library) =>
        from tree in library.Trees
        let meaning = library.Meaning(tree)
        from declaration in tree.GetRoot().DescendantNodes(node => node is not BaseTypeDeclarationSyntax).OfType<MemberDeclarationSyntax>()
        where declaration is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        let type = (INamedTypeSymbol)meaning.GetDeclaredSymbol(declaration)!
        let expected = Namespace(library, tree, type)
        let actual = type.ContainingNamespace.ToDisplayString()
        where actual != expected
        select $"{tree.FilePath}: {type.Name} is in {actual}, not in {expected}";

    /// <summary>The files with more lines of code than that: empty lines and documentation do not count.</summary>
    public static IEnumerable<string> LongFiles(SourceLibrary library, int most) =>
        from tree in library.Trees
        let lines = tree.GetText().Lines.Select(line => line.ToString().Trim()).Count(line => line.Length > 0 && !line.StartsWith("///", StringComparison.Ordinal))
        where lines > most
        select $"{tree.FilePath}: {lines} lines";

    private static string Namespace(SourceLibrary library, SyntaxTree tree, INamedTypeSymbol type) => type.DeclaredAccessibility != Accessibility.Public
        ? string.Join('.', [library.Name, .. tree.FilePath.Split('/').SkipLast(1)])
        : type.MightContainExtensionMethods ? "Microsoft.ML" : Public;
}
