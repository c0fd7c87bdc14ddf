using Google.Protobuf;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>A package: the model, and its weights, which are read as they are written.</summary>
/// <param name="Model">The model with its program.</param>
/// <param name="Weights">The weights that the program refers to.</param>
internal sealed record CoreMLPackage(CoreMLModel Model, BlobFile Weights)
{
    /// <summary>Writes the files of the package into an empty folder. The same package always gives the same bytes.</summary>
    public void Write(string folder)
    {
        string data = Path.Combine(folder, "Data", PackageManifest.Author), weights = Path.Combine(data, "weights");
        Directory.CreateDirectory(weights);
        byte[] model = Model.ToByteArray();
        Write(Path.Combine(weights, "weight.bin"), Weights.Write);
        Write(Path.Combine(data, "model.mlmodel"), stream => stream.Write(model));
        Write(Path.Combine(folder, PackageManifest.FileName), stream => stream.Write(PackageManifest.Create(model)));
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    }
}
