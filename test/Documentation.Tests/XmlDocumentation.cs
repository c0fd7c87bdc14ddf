using System.Reflection;
using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>The documentation that is shipped beside an assembly.</summary>
internal sealed class XmlDocumentation(XDocument document)
{
    private readonly Dictionary<string, XElement> _members = document.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static XmlDocumentation Read(Assembly assembly) => new(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace));

    public IEnumerable<Snippet> Examples() => _members.Keys.SelectMany(Examples);

    /// <summary>The examples of one member.</summary>
    public IEnumerable<Snippet> Examples(string id) => _members.TryGetValue(id, out var member)
        ? member.Descendants("example").SelectMany(example => example.Elements("code")).Select(code => new Snippet(id, code.Value))
        : [];
}
