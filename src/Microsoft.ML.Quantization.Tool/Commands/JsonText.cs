using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>How JSON is printed.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
