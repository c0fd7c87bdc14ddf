using System.Text;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Makes text safe in GitHub-flavoured Markdown, in a table's cell as elsewhere.</summary>
internal static class Markdown
{
    /// <summary>Text in which nothing is markup, a link to a person, or the end of a cell.</summary>
    public static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in ForeignText.Line(text, Html.LongestText))
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>A name as code, between more backticks than it has in a row.</summary>
    public static string Code(string name)
    {
        string line = ForeignText.Line(Html.Shorten(name)).Replace("|", "\\|", StringComparison.Ordinal);
        int longest = 0;
        for (int i = 0, run = 0; i < line.Length; i++)
        {
            run = line[i] == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        string space = longest > 0 || string.IsNullOrWhiteSpace(line) ? " " : "";
        return $"{fence}{space}{line}{space}{fence}";
    }

    public static void Table(StringBuilder markdown, string[] columns, IEnumerable<string[]> rows)
    {
        Line(markdown, columns.Select(column => column.TrimEnd('#')));
        Line(markdown, columns.Select(column => column.EndsWith('#') ? "---:" : "---"));
        foreach (string[] row in rows)
        {
            Line(markdown, row);
        }

        markdown.Append('\n');
    }

    private static void Line(StringBuilder markdown, IEnumerable<string> cells) => markdown.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
