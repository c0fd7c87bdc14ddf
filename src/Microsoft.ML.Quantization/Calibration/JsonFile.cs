using System.Text;
using System.Text.Json;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>JSON of a format and version of this library's own; every error names the file.</summary>
internal static class JsonFile
{
    public const string FormatField = "format";
    public const string VersionField = "version";

    /// <param name="json">The file's content.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="format">What its format is called.</param>
    /// <param name="versions">The versions that can be read.</param>
    /// <param name="what">What the file should be, and what to do where it is not: two halves of a message.</param>
    /// <param name="read">Reads the rest; what is wrong is a <see cref="FormatException"/>.</param>
    /// <exception cref="InvalidDataException">It is not of this format, or of another version, or the rest is wrong.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, string path, string format, (int First, int Last) versions, (string Kind, string Advice) what, Func<JsonFields, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json);
            var root = new JsonFields(document.RootElement);
            if (root.Text(FormatField) != format)
            {
                throw new FormatException($"its '{FormatField}' is not '{format}'");
            }

            long version = root.Integer(VersionField);
            string known = versions.First == versions.Last ? $"version {versions.Last}" : $"versions {versions.First} to {versions.Last}";
            return version >= versions.First && version <= versions.Last ? read(root) : throw new FormatException($"it has version {version}, this library reads {known}");
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not {what.Kind} that can be read: {ForeignText.Line(error.Message).TrimEnd('.')}. {what.Advice}", error);
        }
    }
}
