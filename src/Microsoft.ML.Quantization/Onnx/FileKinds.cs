namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Recognizes files that people take for ONNX models, by their first bytes, to say what they are.</summary>
internal static class FileKinds
{
    private const int Longest = 64;

    /// <summary>What the file is, or null if it may be an ONNX model. The stream's position is back at the start afterwards.</summary>
    public static string? Recognize(Stream stream)
    {
        byte[] head = new byte[Longest];
        int count = stream.ReadAtLeast(head, Longest, throwOnEndOfStream: false);
        stream.Position = 0;
        return Recognize(head.AsSpan(0, count));
    }

    private static string? Recognize(ReadOnlySpan<byte> head) => head switch
    {
        [] => "empty",
        _ when head.StartsWith("PK\x3\x4"u8) => "a zip archive (a saved ML.NET or PyTorch model?)",
        _ when head.StartsWith("version https://git-lfs"u8) => "a Git LFS pointer (run 'git lfs pull' to get the model itself)",
        _ when head.Length > 8 && head[4..].StartsWith("ORTM"u8) => "a model in ONNX Runtime's own .ort format (use the .onnx file it was made from)",
        _ when head.Length > 8 && head[4..].StartsWith("TFL3"u8) => "a TensorFlow Lite model (convert it to ONNX first)",
        _ when head.StartsWith("GGUF"u8) => "a GGUF model (convert it to ONNX first)",
        _ when head.StartsWith("\x89HDF"u8) || head is [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file (a Keras model? Convert it to ONNX first)",
        [0x1F, 0x8B, ..] => "a gzip archive (unpack it first)",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG image",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG image",
        _ when IsText(head) => "a text file",
        _ => null,
    };

    // A protobuf message of the ONNX kind starts with a field tag below 0x20 or holds other control characters soon after.
    private static bool IsText(ReadOnlySpan<byte> head) =>
        !head.ContainsAnyExcept(Printable) && head.Length >= 4;

    private static readonly System.Buffers.SearchValues<byte> Printable =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(c => (byte)c), (byte)'\t', (byte)'\r', (byte)'\n']);
}
