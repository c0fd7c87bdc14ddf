using System.Globalization;
using System.Text;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>Names as the format allows them: a letter or underscore, then letters, digits and underscores, each name once.</summary>
internal sealed class Identifiers
{
    // Words of the language that programs are shown in.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "any", "bool", "dict", "false", "fp16", "fp32", "fp64", "func", "int16", "int32", "int64", "int8", "list", "program", "state", "string", "tensor", "true", "tuple", "uint16", "uint32", "uint64",
        "uint8", "unknown",
    };

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>A name that was not given before and is as near to the one asked for as may be.</summary>
    public string Unique(string name)
    {
        string legal = Legal(name), free = legal;
        for (int i = 1; !_given.Add(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{legal}_{i}");
        }

        return free;
    }

    private static string Legal(string name)
    {
        var text = new StringBuilder();
        foreach (char each in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(each) || each == '_' ? each : '_');
        }

        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        string legal = text.ToString();
        return Reserved.Contains(legal) ? $"{legal}_" : legal;
    }
}
