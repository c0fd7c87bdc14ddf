using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>A table with a caption, whose first cell of a row is its heading, in a box of its own that scrolls.</summary>
/// <param name="caption">What it shows.</param>
/// <param name="columns">The headings; those that end in '#' are over numbers.</param>
internal sealed class HtmlTable(string caption, params string[] columns)
{
    private readonly XElement _rows = Element("tbody");

    /// <summary>Whether a script may add a field that filters the rows.</summary>
    public bool IsFiltered { get; init; }

    /// <param name="cells">Text or elements, one for each column; the first is the row's heading.</param>
    public void Add(params ReadOnlySpan<object?> cells)
    {
        var row = Element("tr", Element("th", ("scope", "row"), cells[0]));
        for (int i = 1; i < cells.Length; i++)
        {
            row.Add(IsNumber(columns[i]) ? Element("td", ("class", "n"), cells[i]) : Element("td", cells[i]));
        }

        _rows.Add("\n", row);
    }

    public XElement ToElement()
    {
        var headings = columns.Select(column => IsNumber(column)
            ? Element("th", ("scope", "col"), ("class", "n"), column[..^1])
            : Element("th", ("scope", "col"), column));
        var table = Element("table", Element("caption", caption), Element("thead", Element("tr", headings)), _rows);
        if (IsFiltered)
        {
            table.SetAttributeValue("data-filter", caption);
        }

        return Scrolling(caption, table);
    }

    private static bool IsNumber(string column) => column.EndsWith('#');
}
