using System.CommandLine;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>What most commands have alike.</summary>
internal static class SharedOptions
{
    public static Argument<string> Model(string description = "The FP32 ONNX model") => new("model") { Description = description, HelpName = "model.onnx" };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    public static Option<bool> Force() => new("--force", "-f") { Description = "Replace files that exist" };

    public static Option<string?> Report() => new("--report") { Description = "Write a page, .html, or .md or .json", HelpName = "FILE" };

    /// <exception cref="CommandException">There is no such file.</exception>
    public static string Existing(ParseResult parsed, Argument<string> model) => Existing(parsed.GetValue(model)!);

    /// <exception cref="CommandException">There is no such file.</exception>
    public static string Existing(string model) => File.Exists(model) ? model : throw new CommandException($"There is no model '{model}'.");

    /// <summary>Writes a report in the form that its name asks for.</summary>
    public static void Write(string? path, Action<string> html, Func<string> markdown, Func<string> json)
    {
        switch (Path.GetExtension(path)?.ToLowerInvariant())
        {
            case null:
                break;
            case ".html" or ".htm":
                html(path!);
                break;
            case ".md":
                Onnx.AtomicFile.Write(path!, stream => Text(stream, markdown()));
                break;
            case ".json":
                Onnx.AtomicFile.Write(path!, stream => Text(stream, json()));
                break;
            default:
                throw new CommandException($"'{path}' should end in .html, .md or .json, which says what to write.");
        }
    }

    private static void Text(Stream stream, string text)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    }
}
