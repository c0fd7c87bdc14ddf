using System.Globalization;

namespace Examples;

/// <summary>One row: an image file, and its class where the folder has a <c>labels.txt</c> ("file class-index" a line), else -1.</summary>
internal sealed class ImageFile
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    public string Path { get; set; } = "";

    public int Class { get; set; } = -1;

    public static List<ImageFile> List(string folder)
    {
        string labelFile = System.IO.Path.Combine(folder, "labels.txt");
        Dictionary<string, int> classes = File.Exists(labelFile)
            ? File.ReadLines(labelFile).Where(line => line.Length > 0).Select(ParseLabel).ToDictionary()
            : [];
        return [.. Directory.EnumerateFiles(folder)
            .Where(path => Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(path => new ImageFile { Path = path, Class = classes.GetValueOrDefault(System.IO.Path.GetFileName(path), -1) })];
    }

    private static (string File, int Class) ParseLabel(string line)
    {
        int space = line.LastIndexOfAny([' ', '\t']);
        return int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int label)
            ? (line[..Math.Max(space, 0)].TrimEnd(), label)
            : throw new InvalidDataException($"labels.txt: \"{line}\" is not a file name and a class index.");
    }
}
