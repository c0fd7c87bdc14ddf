namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The images of a folder, each with its class where that is known.</summary>
/// <param name="Files">The files, in the order of their names, those of different classes mixed.</param>
/// <param name="Classes">The class of each; <see langword="null"/> without labels.</param>
internal sealed record ImageFiles(IReadOnlyList<string> Files, IReadOnlyList<int>? Classes)
{
    private static readonly HashSet<string> Extensions = new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif"], StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">A folder of images, or of folders of images whose names are their classes.</param>
    /// <param name="labelFile">A file whose lines are an image's name and its class; <see langword="null"/> for labels.txt where there is one.</param>
    /// <param name="classFile">A file whose line i is the name of class i, for folders that are named so.</param>
    public static ImageFiles Find(string folder, string? labelFile, string? classFile)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true })
            .Where(file => Extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new CommandException($"'{folder}' has no images. Expected files ending in {string.Join(", ", Extensions.Order(StringComparer.Ordinal))}, in it or in folders named by their class.");
        }

        string standard = Path.Combine(folder, "labels.txt");
        labelFile ??= File.Exists(standard) ? standard : null;
        if (labelFile != null)
        {
            var labels = LabelFile.Read(labelFile);
            int[] classes = [.. files.Select(file => labels.TryGetValue(Path.GetFileName(file), out int label) || labels.TryGetValue(Path.GetRelativePath(folder, file), out label)
                ? label
                : throw new CommandException($"'{labelFile}' has no line for '{Path.GetFileName(file)}'. Each line has an image's name and its class, as 'cat1.jpg 281'."))];
            return new ImageFiles(files, classes);
        }

        string[] folders = [.. files.Select(file => Path.GetRelativePath(folder, Path.GetDirectoryName(file)!))];
        if (folders.Contains(".") || folders.Distinct().Count() == 1)
        {
            return new ImageFiles(files, null);
        }

        var classOf = FolderClasses.Number(folders.Select(name => name.Split(Path.DirectorySeparatorChar)[0]), classFile);
        return Mix(files, [.. folders.Select(name => classOf[name.Split(Path.DirectorySeparatorChar)[0]])]);
    }

    /// <summary>One of each class in turn, so that the first rows are of all.</summary>
    private static ImageFiles Mix(string[] files, int[] classes)
    {
        var turns = new Dictionary<int, int>();
        int[] order = [.. Enumerable.Range(0, files.Length)
            .Select(i => (Index: i, Turn: turns[classes[i]] = turns.GetValueOrDefault(classes[i]) + 1))
            .OrderBy(each => each.Turn).ThenBy(each => classes[each.Index]).Select(each => each.Index)];
        return new ImageFiles([.. order.Select(i => files[i])], [.. order.Select(i => classes[i])]);
    }
}
