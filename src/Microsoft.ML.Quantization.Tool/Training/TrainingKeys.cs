using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Terminal;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>The keys of a configuration for people and for programs.</summary>
internal static class TrainingKeys
{
    public static string Json()
    {
        var json = new JsonObject();
        foreach (var (key, description) in new TrainingSettings().Keys)
        {
            json[key] = description;
        }

        return json.ToJsonString(JsonText.Indented);
    }

    public static void Print(IAnsiConsole console)
    {
        var keys = new TrainingSettings().Keys;
        int width = keys.Max(key => key.Key.Length);
        foreach (var (key, description) in keys)
        {
            console.PlainLine($"{key.PadRight(width)}  {description}");
        }
    }
}
