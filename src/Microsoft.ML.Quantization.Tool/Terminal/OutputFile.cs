using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>Files that a command is to write: looked at before the work begins.</summary>
internal static class OutputFile
{
    private static readonly string[] Reports = [".html", ".htm", ".md", ".json"];
    private static readonly StringComparer Paths = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

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

        if (string.IsNullOrWhiteSpace(path))
        {
            throw new CommandException("The name of a file to write is empty.");
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

    /// <exception cref="CommandException">A file would be written over one that the command reads, --force or not, or over another that it writes.</exception>
    public static void CheckApart(IEnumerable<string?> read, params string?[] written)
    {
        var taken = read.OfType<string>().Where(File.Exists).Select(RealPath.Resolve).ToHashSet(Paths);
        if (Array.Find(written, path => path != null && taken.Contains(RealPath.Resolve(path))) is { } input)
        {
            throw new CommandException($"'{input}' is read by this command, and would be lost. Name another file to write.");
        }

        if (Array.Find(written, path => path != null && !taken.Add(RealPath.Resolve(path))) is { } twice)
        {
            throw new CommandException($"'{twice}' is to hold two things. Name a file for each.");
        }
    }

    /// <exception cref="CommandException">The ending of a file says another kind than is made for a target.</exception>
    public static void CheckKind(string path, QuantizationTarget target)
    {
        string right = target.Name == QuantizationTarget.LiteRt.Name || target.Name == QuantizationTarget.EdgeTpu.Name ? ".tflite" : target.Name == QuantizationTarget.CoreML.Name ? ".mlpackage" : ".onnx";
        string given = Path.GetExtension(path).ToLowerInvariant();
        if (given is ".onnx" or ".tflite" or ".mlpackage" && given != right)
        {
            throw new CommandException($"'{path}' ends in {given}, and the file of target {target} is of kind {right}. Name another file, or another --target.", $"-o {Path.ChangeExtension(path, right)}");
        }
    }
}
