using System.Runtime.ExceptionServices;
using Google.Protobuf;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Saves a model with its weights in one file beside it, <c>name.onnx.data</c>.</summary>
internal static class ExternalDataWriter
{
    // Page-aligned offsets let a reader map the file; small tensors stay in the model, as shapes and axes must.
    private const int Alignment = 4096;

    public static void Save(OnnxModel model, string path, CancellationToken cancellation)
    {
        string dataPath = DataPath(path);
        RefuseOverwritingSource(model, dataPath);
        ModelProto copy = model.Proto.Clone();
        string temporary = AtomicFile.TemporaryName(dataPath);
        try
        {
            WriteData(model, copy, temporary, dataPath, cancellation);
            AtomicFile.Write(path, stream =>
            {
                copy.WriteTo(stream);

                // What is still buffered could fail to be written after the weights have taken the place of older ones.
                stream.Flush(flushToDisk: true);
                cancellation.ThrowIfCancellationRequested();
                File.Move(temporary, dataPath, overwrite: true);
            });
        }
        finally
        {
            AtomicFile.DeleteQuietly(temporary);
        }
    }

    /// <returns>The file beside the model that is at <paramref name="path"/> now which holds weights of it; <see langword="null"/> where there is none.</returns>
    public static string? DataOf(string path)
    {
        string dataPath = DataPath(path);
        if (!File.Exists(path) || !File.Exists(dataPath))
        {
            return null;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            string name = Path.GetFileName(dataPath);
            return ModelWalker.Tensors(ModelProto.Parser.ParseFrom(stream)).Any(tensor => ExternalDataReference.LocationOf(tensor) == name) ? dataPath : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IOException or UnauthorizedAccessException)
        {
            // Whose data that is cannot be told.
            return null;
        }
    }

    private static string DataPath(string path) => Path.GetFullPath(path) + ".data";

    private static void WriteData(OnnxModel model, ModelProto copy, string temporary, string dataPath, CancellationToken cancellation)
    {
        try
        {
            using var data = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
            foreach (TensorProto tensor in ModelWalker.Initializers(copy).Where(BelongsOutside))
            {
                cancellation.ThrowIfCancellationRequested();
                Move(model, tensor, data, Path.GetFileName(dataPath));
            }

            data.Flush(flushToDisk: true);
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, temporary, dataPath));
        }
    }

    private static bool BelongsOutside(TensorProto tensor) =>
        tensor.DataLocation == DataLocation.External || (tensor.HasRawData && tensor.RawData.Length >= OnnxModel.SmallestExternal);

    private static void Move(OnnxModel model, TensorProto tensor, FileStream data, string name)
    {
        long offset = (data.Position + Alignment - 1) / Alignment * Alignment;
        data.Write(new byte[offset - data.Position]);
        if (tensor.DataLocation == DataLocation.External)
        {
            ExternalDataReference from = ExternalDataReference.Of(tensor);
            using Stream source = model.DataFolder!.Open(tensor, from);
            source.Position = from.Offset;
            ExactCopy(source, data, from.Length);
        }
        else
        {
            data.Write(tensor.RawData.Span);
        }

        new ExternalDataReference(name, offset, data.Position - offset).WriteTo(tensor);
    }

    private static void ExactCopy(Stream source, FileStream target, long length)
    {
        byte[] buffer = new byte[(int)Math.Min(length, 1 << 20)];
        while (length > 0)
        {
            int count = (int)Math.Min(length, buffer.Length);
            source.ReadExactly(buffer, 0, count);
            target.Write(buffer, 0, count);
            length -= count;
        }
    }

    private static void RefuseOverwritingSource(OnnxModel model, string dataPath)
    {
        if (model.DataFolder is { } folder && ModelWalker.Initializers(model.Proto).Where(t => t.DataLocation == DataLocation.External)
            .Any(t => Path.GetFullPath(Path.Combine(folder.Folder, ExternalDataReference.Of(t).Location)) == dataPath))
        {
            throw new IOException($"'{dataPath}' holds the weights of the model that is being saved. Save under another name.");
        }
    }
}
