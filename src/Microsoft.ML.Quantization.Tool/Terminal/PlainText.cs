using Microsoft.ML.Quantization.Common;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>Text of others where Spectre.Console writes.</summary>
internal static class PlainText
{
    /// <summary>A line, or several, without markup; sentences are wrapped at words.</summary>
    public static void PlainLine(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Wrap(CleanWriter.Clean(text), console.Profile.Out.IsTerminal ? console.Profile.Width : int.MaxValue));

    /// <summary>Breaks sentences at words, each line as far in as the first. Rows of a table, which have columns, stay whole.</summary>
    public static string Wrap(string text, int width) => string.Join('\n', text.Split('\n').Select(line => line.Length <= width || line.TrimStart().Contains("  ", StringComparison.Ordinal) ? line : Broken(line, width)));

    private static string Broken(string line, int width)
    {
        string indent = line[..(line.Length - line.TrimStart().Length)];
        var lines = new List<string>();
        string current = indent;
        foreach (string word in line.TrimStart().Split(' '))
        {
            if (current.Length > indent.Length && current.Length + 1 + word.Length > width)
            {
                lines.Add(current);
                current = indent;
            }

            current += current.Length > indent.Length ? $" {word}" : word;
        }

        return string.Join('\n', lines.Append(current));
    }

    /// <summary>A name in the cell of a table.</summary>
    public static string Cell(string text) => Markup.Escape(ForeignText.InMessage(text));
}
