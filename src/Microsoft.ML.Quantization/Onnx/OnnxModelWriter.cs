using Google.Protobuf;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Writes models: the same model always gives the same bytes.</summary>
internal static class OnnxModelWriter
{
    /// <summary>The model as one message; tensors kept on disk stay there.</summary>
    public static byte[] ToBytes(OnnxModel model) => model.Proto.ToByteArray();

    /// <summary>
    /// Saves to <paramref name="path"/>, replacing an existing file only when the new one is complete. Weights that do not fit
    /// into one message go to a second file <c>path.data</c> beside it; such a file of the model that is replaced goes with it.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    public static void Save(OnnxModel model, string path, CancellationToken cancellation = default)
    {
        model.ThrowIfGone();
        if (model.DataFolder != null || !model.FitsOneMessage)
        {
            ExternalDataWriter.Save(model, path, cancellation);
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        string? left = ExternalDataWriter.DataOf(path);
        AtomicFile.Write(path, stream => model.Proto.WriteTo(stream));
        if (left != null)
        {
            AtomicFile.DeleteQuietly(left);
        }
    }
}
