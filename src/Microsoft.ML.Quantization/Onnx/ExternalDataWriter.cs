using Google.Protobuf;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Saves a model with its weights in one file beside it.</summary>
internal static class ExternalDataWriter
{
    /// <exception cref="IOException">The path is a link: weights would lie beside what it leads to, where nobody looks for them who opens the link.</exception>
    public static void RefuseLink(string path)
    {
        string full = Path.GetFullPath(path);
        if (WriteTarget.IsLink(full))
        {
            throw new IOException($"Cannot write '{path}': it is a link, and the model has its weights in a second file, which must be beside it. Save to '{RealPath.Resolve(full)}'.");
        }
    }

    public static void Save(OnnxModel model, PendingFile file, DataFiles data, Action<SaveStep>? reached, CancellationToken cancellation)
    {
        string[] sources = Sources(model);
        RefuseOverwriting(sources, data.Used.Select(data.File));
        ModelProto copy = model.Proto.Clone();
        string? name = data.Free();
        bool isHashed = name == null;
        using var weights = PendingFile.Create(file.Target, mode: file.Mode);
        using var writer = new ExternalWeightWriter(weights.Stream, isHashed);
        foreach (TensorProto tensor in ModelWalker.Initializers(copy).Where(BelongsOutside))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Move(model, tensor);
        }

        name ??= data.Named(writer.Hash());
        RefuseOverwriting(sources, [data.File(name)]);
        writer.NameAll(name);
        weights.Stream.Flush(flushToDisk: true);
        reached?.Invoke(SaveStep.WeightsWritten);

        // What is still buffered could fail to be written after the weights are in their place.
        copy.WriteTo(file.Stream);
        file.Stream.Flush(flushToDisk: true);
        cancellation.ThrowIfCancellationRequested();
        reached?.Invoke(SaveStep.ModelWritten);
        Place(file, weights, data, name, isHashed, reached);
    }

    /// <summary>Puts the weights into their place, which nobody refers to yet, and then the model that does.</summary>
    private static void Place(PendingFile file, PendingFile weights, DataFiles data, string name, bool isHashed, Action<SaveStep>? reached)
    {
        // A file with the hash of this content in its name has this content.
        weights.MoveIntoPlace(data.File(name), overwrite: isHashed);
        try
        {
            reached?.Invoke(SaveStep.WeightsInPlace);
            file.MoveIntoPlace();
        }
        catch
        {
            if (!data.Used.Contains(name))
            {
                Leftovers.Delete(data.File(name));
            }

            throw;
        }
    }

    private static bool BelongsOutside(TensorProto tensor) =>
        tensor.DataLocation == DataLocation.External || (tensor.HasRawData && tensor.RawData.Length >= OnnxModel.SmallestExternal);

    private static string[] Sources(OnnxModel model) => model.DataFolder is not { } folder ? [] :
        [.. ModelWalker.Initializers(model.Proto).Where(OnnxModel.IsOutside).Select(tensor => RealPath.Resolve(Path.Combine(folder.Folder, ExternalDataReference.Read(tensor).Location))).Distinct()];

    private static void RefuseOverwriting(string[] sources, IEnumerable<string> files)
    {
        if (files.FirstOrDefault(file => sources.Contains(RealPath.Resolve(file))) is { } source)
        {
            throw new IOException($"'{source}' holds the weights of the model that is being saved. Save under another name.");
        }
    }
}
