namespace Microsoft.ML.Quantization.Common;

/// <summary>The digits in names that this library makes.</summary>
internal static class HexDigits
{
    /// <summary>Whether a text is so many hexadecimal digits in lower case.</summary>
    public static bool Are(ReadOnlySpan<char> text, int count)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return text.Length == count;
    }
}
