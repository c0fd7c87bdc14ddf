using System.Xml.Linq;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>
/// Makes elements of a page that is HTML and well-formed XML at once. Everything that is text goes in as text, and so cannot become
/// markup: the names of nodes and tensors are whatever a model's author wrote.
/// </summary>
internal static class Html
{
    /// <summary>Sentences are shown up to this many characters: they may quote names.</summary>
    public const int LongestText = 2000;

    private const int LongestName = 160;

    private static readonly HashSet<string> Void = ["meta", "br", "path", "line", "rect", "circle"];

    /// <summary>An element.</summary>
    /// <param name="name">Its tag.</param>
    /// <param name="content">Attributes as pairs of strings, text as strings, text of our own that is kept whole, elements, and sequences of elements; nothing for <see langword="null"/>.</param>
    public static XElement Element(string name, params ReadOnlySpan<object?> content)
    {
        var element = new XElement(name);
        foreach (object? part in content)
        {
            switch (part)
            {
                case ValueTuple<string, string> attribute:
                    element.SetAttributeValue(attribute.Item1, ForeignText.Lines(attribute.Item2, int.MaxValue));
                    break;
                case string text:
                    element.Add(new XText(ForeignText.Lines(text, LongestText)));
                    break;
                case XText ours:
                    element.Add(ours);
                    break;
                case IEnumerable<XElement> elements:
                    element.Add(elements);
                    break;
                case XElement inner:
                    element.Add(inner);
                    break;
                case null:
                    break;
                default:
                    throw new ArgumentException($"{part.GetType()} cannot be put into an element.", nameof(content));
            }
        }

        if (element.IsEmpty && !Void.Contains(name))
        {
            // A browser would take an empty element in its short form for one that is never closed.
            element.Add("");
        }

        return element;
    }

    /// <summary>A name out of the model, or its ends where it is very long.</summary>
    public static XElement Name(string name) => Element("code", Shorten(name));

    /// <summary>A name, or its ends where it is very long: a page of a hostile model stays small.</summary>
    public static string Shorten(string name) => ForeignText.Shorten(name, LongestName);

    /// <summary>A box in which something wide scrolls by itself, with the keyboard too.</summary>
    public static XElement Scrolling(string label, XElement content) =>
        Element("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", label), content);
}
