using Microsoft.ML.Quantization.Common;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>Text of others where Spectre.Console writes.</summary>
internal static class PlainText
{
    /// <summary>A line, or several, as they are: not wrapped, no markup.</summary>
    public static void PlainLine(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(CleanWriter.Clean(text));

    /// <summary>A name in the cell of a table.</summary>
    public static string Cell(string text) => Markup.Escape(ForeignText.InMessage(text));
}
