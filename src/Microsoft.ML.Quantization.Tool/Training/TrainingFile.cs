using System.Text.Json;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>A configuration file as the words of a command line: one JSON object of texts, numbers, truth values and lists of texts.</summary>
internal static class TrainingFile
{
    private const long LargestFile = 1 << 20;
    private static readonly HashSet<string> Paths = new(["model", "data", "validation", "labels", "classes", "vocab", "output", "report", "checkpoints"], StringComparer.Ordinal);

    /// <param name="path">The file, to whose folder the paths in it are relative.</param>
    /// <param name="known">The keys that it may have.</param>
    public static string[] Read(string path, IReadOnlyList<string> known)
    {
        if (!File.Exists(path))
        {
            throw new CommandException($"There is no configuration '{path}'.", "mlquant train config.json");
        }

        using var document = Parse(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new CommandException($"'{path}' is not an object of JSON: {{ \"model\": \"model.onnx\", ... }}.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. document.RootElement.EnumerateObject().Select(each => Word(each, path, folder, known, seen)).OfType<string>()];
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(RegularFile.ReadAllBytes(path, LargestFile), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new CommandException($"'{path}' is not JSON: {ForeignText.Line(e.Message)}", inner: e);
        }
    }

    private static string? Word(JsonProperty each, string path, string folder, IReadOnlyList<string> known, HashSet<string> seen)
    {
        if (!known.Contains(each.Name))
        {
            throw new CommandException($"'{path}' has the key '{ForeignText.InMessage(each.Name)}', which is not known. Known are {string.Join(", ", known)}.");
        }

        if (!seen.Add(each.Name))
        {
            throw new CommandException($"'{path}' has the key '{each.Name}' twice.");
        }

        if (each.Value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string value;
        try
        {
            value = Text(each.Value, each.Name, path);
        }
        catch (InvalidOperationException e)
        {
            throw new CommandException($"'{path}': the text of '{each.Name}' is damaged: {ForeignText.Line(e.Message)}", inner: e);
        }

        return $"--{each.Name}={(Paths.Contains(each.Name) ? Path.Combine(folder, value) : value)}";
    }

    private static string Text(JsonElement value, string key, string path) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number) =>
            string.Join(',', value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetRawText())),
        _ => throw new CommandException($"'{path}': '{key}' takes a text, a number, true or false, or a list of texts."),
    };
}
