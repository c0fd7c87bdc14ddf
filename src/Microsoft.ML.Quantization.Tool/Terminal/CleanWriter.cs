using System.Text;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>
/// Text of others, such as names out of files, on its way to a terminal: characters that would move the cursor, colour the screen or turn the order of
/// what stands around them are shown as such, whoever writes them. What the terminal itself is told goes past it, to <see cref="Inner"/>.
/// </summary>
internal sealed class CleanWriter(TextWriter inner, int width = int.MaxValue) : TextWriter(inner.FormatProvider)
{
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value is '\n' or '\r' ? value : Line(value.ToString())[0]);

    public override void Write(string? value) => inner.Write(Clean(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine(string? value) => inner.WriteLine(PlainText.Wrap(Clean(value), width));

    public override void Flush() => inner.Flush();

    /// <summary>Lines stay lines.</summary>
    public static string Clean(string? text) => text == null ? "" : text.Contains('\n', StringComparison.Ordinal)
        ? string.Join('\n', text.Split('\n').Select(line => line.EndsWith('\r') ? Line(line[..^1]) + "\r" : Line(line)))
        : Line(text);

    private static string Line(string text) => ForeignText.Line(text, int.MaxValue);
}
