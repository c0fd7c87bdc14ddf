using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Which class a folder's name stands for.</summary>
internal static class FolderClasses
{
    private const long LargestFile = 1L << 26;

    /// <param name="names">The folders' names.</param>
    /// <param name="classFile">A file whose line i names class i, by its first word or the whole line; <see langword="null"/> without one.</param>
    /// <returns>By line of the file; else by the number that every name is; else by the order of the names.</returns>
    public static Dictionary<string, int> Number(IEnumerable<string> names, string? classFile)
    {
        string[] folders = [.. names.Distinct().Order(StringComparer.Ordinal)];
        if (classFile != null)
        {
            var lines = Lines(classFile);
            return folders.ToDictionary(name => name, name => lines.TryGetValue(name, out int index)
                ? index
                : throw new CommandException($"Folder '{name}' is no class of '{classFile}': no line is that name or begins with it."));
        }

        return folders.All(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? folders.ToDictionary(name => name, name => int.Parse(name, CultureInfo.InvariantCulture))
            : folders.Select((name, index) => (name, index)).ToDictionary(each => each.name, each => each.index);
    }

    private static Dictionary<string, int> Lines(string path)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(RegularFile.OpenRead(path, LargestFile));
        for (int index = 0; reader.ReadLine() is { } line; index++)
        {
            lines.TryAdd(line.Trim(), index);
            lines.TryAdd(line.Trim().Split([' ', '\t', ','])[0], index);
        }

        return lines;
    }
}
