using System.Text;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The names that the second file of a model may have: <c>name.onnx.data</c>, or <c>name.onnx.</c>, a hash of its content and <c>.data</c>.</summary>
internal sealed class DataFileNames(string model)
{
    public const string Extension = ".data";

    private const int HashLength = 16;

    // What file systems allow.
    private const int LongestName = 255;

    private readonly string _stem = Stem(model);

    /// <summary>The name without a hash.</summary>
    public string First => model + Extension;

    /// <summary>Whether the model's name is too long to be part of the others, so that these may be another model's.</summary>
    public bool IsCut => _stem.Length < model.Length;

    /// <param name="hash">A hash in lower-case hexadecimal.</param>
    public string Hashed(string hash) => $"{_stem}.{hash[..HashLength]}{Extension}";

    public bool Contains(string name) => name == First || IsHashed(name);

    public bool IsHashed(string name) =>
        name.Length == _stem.Length + 1 + HashLength + Extension.Length
        && name.StartsWith($"{_stem}.", StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && HexDigits.Are(name.AsSpan(_stem.Length + 1, HashLength), HashLength);

    /// <summary>As much of a name as leaves room for the rest.</summary>
    private static string Stem(string model)
    {
        int room = LongestName - Extension.Length - HashLength - 1;
        int length = model.Length;
        while (Encoding.UTF8.GetByteCount(model.AsSpan(0, length)) > room || char.IsHighSurrogate(model[length - 1]))
        {
            length--;
        }

        return model[..length];
    }
}
