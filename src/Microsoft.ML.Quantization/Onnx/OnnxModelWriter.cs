using System.Runtime.ExceptionServices;
using Google.Protobuf;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Writes models: the same model always gives the same bytes.</summary>
internal static class OnnxModelWriter
{
    // Apart from other files on their way, because these tell which weights were to go with them.
    private const string PendingModel = ".model" + PendingFile.Extension;

    /// <summary>The model as one message; tensors kept on disk stay there.</summary>
    public static byte[] ToBytes(OnnxModel model) => model.Proto.ToByteArray();

    /// <summary>
    /// Saves to <paramref name="path"/>, replacing an existing file only when the new one is complete. Weights that do not fit
    /// into one message go to a second file beside it; such a file of the model that is replaced goes with it. Whenever the process ends,
    /// the old model with its weights is there or the new one with its own.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(OnnxModel model, string path, CancellationToken cancellation = default) => Save(model, path, null, cancellation);

    /// <summary>As <see cref="Save(OnnxModel, string, CancellationToken)"/>, and tells of every step: a seam for tests.</summary>
    public static void Save(OnnxModel model, string path, Action<SaveStep>? reached, CancellationToken cancellation = default)
    {
        model.ThrowIfGone();
        cancellation.ThrowIfCancellationRequested();
        bool hasData = model.DataFolder != null || !model.FitsOneMessage;
        if (hasData)
        {
            ExternalDataWriter.RefuseLink(path);
        }

        using var file = PendingFile.Create(path, PendingModel);
        var data = new DataFiles(file.Target);
        try
        {
            Leftovers.Sweep(file, PendingFile.Extension);
            Leftovers.Sweep(file, PendingModel, data.BelongsToAnother);
            reached?.Invoke(SaveStep.Started);
            if (hasData)
            {
                ExternalDataWriter.Save(model, file, data, reached, cancellation);
            }
            else
            {
                model.Proto.WriteTo(file.Stream);
                file.MoveIntoPlace();
            }
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, file.TemporaryPath, path));
        }

        reached?.Invoke(SaveStep.ModelInPlace);
        data.DeleteUnused(() => !PendingFile.In(Path.GetDirectoryName(file.Target)!, PendingModel).Any());
        reached?.Invoke(SaveStep.Finished);
    }
}
