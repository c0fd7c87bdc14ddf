using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Lines of a file's name and its class, with a space, a tab or a comma between them.</summary>
internal static class LabelFile
{
    private const long LargestFile = 1L << 28;

    public static Dictionary<string, int> Read(string path)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(RegularFile.OpenRead(path, LargestFile));
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            int end = line.LastIndexOfAny([' ', '\t', ',']);
            if (end <= 0 || !int.TryParse(line.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int label))
            {
                throw new CommandException($"Line {number} of '{path}' is not a name and a class from 0 up: '{ForeignText.InMessage(line)}'. Expected lines as 'cat1.jpg 281'.");
            }

            labels[line[..end].TrimEnd()] = label;
        }

        return labels;
    }
}
