using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Every public method, and every type of options, shows how it is used, in code that compiles.</summary>
[TestClass]
public sealed class ExampleTests
{
    [TestMethod]
    public void EveryMethodAndOptionsType_HasAnExample() => AssertNone(PublicSurface.Libraries.SelectMany(library => Missing(library.GetExportedTypes(), XmlDocumentation.Read(library))));

    [TestMethod]
    public void EveryExample_Compiles() => AssertNone(PublicSurface.Libraries.SelectMany(library => XmlDocumentation.Read(library).Examples()).SelectMany(SnippetCompiler.Errors));

    [TestMethod]
    public void MethodsWithoutAnExample_AreFound()
    {
        XmlDocumentation Documentation(string example) => new(XDocument.Parse($"<doc><member name='{DocumentationId.OfMethod(typeof(Sample).GetMethod("Shown")!)}'>{example}</member></doc>"));
        Assert.AreEqual(2, Missing([typeof(Sample)], Documentation("")).Count());
        Assert.AreEqual(2, Missing([typeof(Sample)], Documentation("<example><code>_ = 1;</code></example>")).Count());
        StringAssert.Contains(Missing([typeof(Sample)], Documentation("<example><code>Sample.Shown([], out _);</code></example>")).Single(), "NotShown");
    }

    [TestMethod]
    public void CodeThatDoesNotCompile_IsFound()
    {
        StringAssert.Contains(SnippetCompiler.Errors(new Snippet("here", "mlContext.Transforms.Quantise(\"model.onnx\");")).Single(), "here, line 1: CS1061");
        StringAssert.Contains(SnippetCompiler.Errors(new Snippet("here", "\nmodel.LastTransformer.Report.ToHtml();")).Single(), "here, line 2: CS8602");
        AssertNone(SnippetCompiler.Errors(new Snippet("here", "mlContext.Transforms.Quantize(\"model.onnx\");")));
    }

    private static IEnumerable<string> Missing(IEnumerable<Type> types, XmlDocumentation documentation)
    {
        foreach (var type in types)
        {
            if (PublicSurface.IsOptions(type) && !Shows(DocumentationId.OfType(type), type.Name))
            {
                yield return $"{DocumentationId.OfType(type)} has no example.";
            }

            foreach (var method in PublicSurface.Methods(type).Where(method => !Shows(DocumentationId.OfMethod(method), method.Name)))
            {
                yield return $"{DocumentationId.OfMethod(method)} has no example.";
            }
        }

        bool Shows(string id, string name) => documentation.Examples(id).Any(example => example.Code.Contains(name, StringComparison.Ordinal));
    }

    private static void AssertNone(IEnumerable<string> found)
    {
        string[] all = [.. found];
        Assert.IsEmpty(all, string.Join(Environment.NewLine, all));
    }

    private static class Sample
    {
        public static void Shown(IReadOnlyList<string[]> names, out int count) => count = names.Count;

        public static void NotShown()
        {
        }
    }
}
