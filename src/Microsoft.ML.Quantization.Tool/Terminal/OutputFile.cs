namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>Files that a command is to write: looked at before the work begins.</summary>
internal static class OutputFile
{
    private static readonly string[] Reports = [".html", ".htm", ".md", ".json"];

    /// <exception cref="CommandException">It is there already, can never be written, or its name does not say what to write.</exception>
    public static void CheckReport(string? path, bool force)
    {
        if (path != null && !Reports.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            throw new CommandException($"'{path}' should end in .html, .md or .json, which says what to write.");
        }

        Check(path, force);
    }

    /// <exception cref="CommandException">It is there already, or can never be written.</exception>
    public static void Check(string? path, bool force)
    {
        if (path == null)
        {
            return;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        bool isPackage = Directory.Exists(path) && File.Exists(Path.Combine(path, "Manifest.json")) && path.TrimEnd('/', '\\').EndsWith(".mlpackage", StringComparison.OrdinalIgnoreCase);
        if (Directory.Exists(path) && !isPackage)
        {
            throw new CommandException($"'{path}' is a folder. Name a file in it.", $"-o {Path.Combine(path, "model.int8.onnx")}");
        }

        if (folder != null && !Directory.Exists(folder))
        {
            throw new CommandException($"There is no folder '{folder}' to write '{Path.GetFileName(path)}' into. Make it first.");
        }

        if ((File.Exists(path) || isPackage) && !force)
        {
            throw new CommandException($"'{path}' exists. --force replaces it.");
        }
    }
}
