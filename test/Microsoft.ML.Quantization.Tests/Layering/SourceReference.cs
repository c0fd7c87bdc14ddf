using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>A name in a source file that stands for something of another file or of another assembly.</summary>
/// <param name="File">The file that has the name.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Name">What the name stands for.</param>
/// <param name="To">The file of the library that declares it, or null for what comes from another assembly.</param>
/// <param name="Namespace">The namespace that it is in.</param>
internal sealed record SourceReference(string File, int Line, string Name, string? To, string Namespace)
{
    /// <summary>All names in all files of a library: base types, attributes, signatures and bodies; comments are no code.</summary>
    public static IReadOnlyList<SourceReference> Find(SourceLibrary library) =>
        [.. library.Trees.AsParallel().AsOrdered().SelectMany(tree => Find(tree, library.Meaning(tree)))];

    public override string ToString() => $"{File}({Line}): {Name}{(To == null ? "" : $" of {To}")}";

    private static IEnumerable<SourceReference> Find(SyntaxTree tree, SemanticModel meaning) => tree.GetRoot().DescendantNodes()
        .SelectMany(node => Symbols(node, meaning).Select(symbol => Create(tree, node, symbol)))
        .Where(reference => reference.To != tree.FilePath);

    private static IEnumerable<ISymbol> Symbols(SyntaxNode node, SemanticModel meaning)
    {
        ISymbol?[] found = node switch
        {
            SimpleNameSyntax or ConstructorInitializerSyntax or ImplicitObjectCreationExpressionSyntax => [meaning.GetSymbolInfo(node).Symbol],
            CollectionExpressionSyntax or LambdaExpressionSyntax => [meaning.GetTypeInfo(node).ConvertedType],
            _ => [],
        };
        return found.OfType<ISymbol>().Where(symbol => symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol);
    }

    private static SourceReference Create(SyntaxTree tree, SyntaxNode node, ISymbol symbol)
    {
        var declared = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        string? file = declared.Locations.FirstOrDefault(place => place.IsInSource)?.SourceTree!.FilePath;
        return new SourceReference(
            tree.FilePath,
            node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            NameOf(declared),
            file is { Length: > 0 } ? file : null,
            declared.ContainingNamespace?.ToDisplayString() ?? "");
    }

    private static string NameOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol => symbol.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor } => symbol.ContainingType.Name,
        _ => $"{symbol.ContainingType.Name}.{symbol.Name}",
    };
}
