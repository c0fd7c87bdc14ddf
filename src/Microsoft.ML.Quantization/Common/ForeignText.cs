using System.Globalization;
using System.Text;

namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Text that others wrote, such as names out of a model, as it may be shown: nothing invisible in it, nothing that turns the order of
/// what stands around it, and no end of it.
/// </summary>
internal static class ForeignText
{
    /// <summary>More characters of a name than anyone reads.</summary>
    public const int LongestName = 1000;

    /// <summary>A text of several lines may quote some names.</summary>
    public const int LongestText = 4000;

    /// <summary>A message may hold some names, and is read as a whole.</summary>
    private const int LongestInMessage = 200;

    private const char Unknown = '\uFFFD';

    /// <summary>One line, or its ends where it is longer than <paramref name="most"/> characters.</summary>
    public static string Line(string text, int most = LongestName) => Clean(Shorten(text, most), keepLines: false);

    /// <summary>A name as one of those in the message of an exception.</summary>
    public static string InMessage(string name) => Line(name, LongestInMessage);

    /// <summary>As <see cref="Line"/>, with line breaks and tabs kept.</summary>
    public static string Lines(string text, int most = LongestText) => Clean(Shorten(text, most), keepLines: true);

    /// <summary>Text, or its ends where it is longer than <paramref name="most"/> characters.</summary>
    public static string Shorten(string text, int most) => text.Length <= most ? text : $"{text[..(most / 2)]}\u2026{text[^(most / 2)..]}";

    private static string Clean(string text, bool keepLines)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            if (isWhole && rune.Value is '\n' or '\r' or '\t')
            {
                clean.Append(keepLines ? text[i] : ' ');
            }
            else if (isWhole && IsVisible(rune))
            {
                clean.Append(text, i, rune.Utf16SequenceLength);
            }
            else
            {
                clean.Append(Unknown);
            }

            i += isWhole ? rune.Utf16SequenceLength : 1;
        }

        return clean.ToString();
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !IsFiller(rune.Value)
        && (rune.Value & 0xFFFE) != 0xFFFE;

    /// <summary>Characters of other categories that are drawn as nothing, such as fillers, selectors of variants and tags.</summary>
    private static bool IsFiller(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
