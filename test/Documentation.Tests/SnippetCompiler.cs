using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Compiles code as a program outside this repository would: against public members, warnings being errors.</summary>
internal static class SnippetCompiler
{
    /// <summary>That of the oldest .NET that the libraries are for.</summary>
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    private static readonly SyntaxTree Surroundings = CSharpSyntaxTree.ParseText(Resource.Read("Surroundings.cs"), Language);

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly CSharpCompilationOptions Options = new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>What is wrong with a piece of code, each error with its place.</summary>
    public static IEnumerable<string> Errors(Snippet snippet)
    {
        var code = CSharpSyntaxTree.ParseText(snippet.Code, Language);
        return CSharpCompilation.Create("Snippet", [Surroundings, code], References, Options)
            .GetDiagnostics()
            .Where(found => found.Severity >= DiagnosticSeverity.Warning)
            .Select(found => $"{snippet.Place}, line {found.Location.GetLineSpan().StartLinePosition.Line + 1}: {found.Id} {found.GetMessage()}");
    }
}
