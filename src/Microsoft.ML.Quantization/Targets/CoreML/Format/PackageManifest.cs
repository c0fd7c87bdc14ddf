using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>What says which file of a package is what. Its identifiers follow from the model, so that the same model gives the same package.</summary>
internal static class PackageManifest
{
    public const string FileName = "Manifest.json";

    /// <summary>Whose files they are, which is their folder too.</summary>
    public const string Author = "com.apple.CoreML";

    private const string Version = "1.0.0";

    public static byte[] Create(ReadOnlySpan<byte> model)
    {
        byte[] hash = SHA256.HashData(model);
        string root = Identifier(hash, "model"), weights = Identifier(hash, "weights");
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("fileFormatVersion", Version);
            json.WriteStartObject("itemInfoEntries");
            Item(json, root, "model.mlmodel", "CoreML Model Specification");
            Item(json, weights, "weights", "CoreML Model Weights");
            json.WriteEndObject();
            json.WriteString("rootModelIdentifier", root);
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void Item(Utf8JsonWriter json, string identifier, string name, string description)
    {
        json.WriteStartObject(identifier);
        json.WriteString("author", Author);
        json.WriteString("description", description);
        json.WriteString("name", name);
        json.WriteString("path", $"{Author}/{name}");
        json.WriteEndObject();
    }

    private static string Identifier(byte[] hash, string part)
    {
        byte[] bytes = SHA256.HashData([.. hash, .. Encoding.ASCII.GetBytes(part)]);
        return new Guid(bytes.AsSpan(0, 16)).ToString("D").ToUpperInvariant();
    }
}
