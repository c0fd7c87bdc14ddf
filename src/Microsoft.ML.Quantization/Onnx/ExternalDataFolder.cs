using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Opens the files that hold a model's external data. A location that leads out of the model's folder is refused, whether by
/// an absolute path, by "..", or by a symbolic link.
/// </summary>
internal sealed class ExternalDataFolder
{
    // A span counts its bytes in 32 bits, and a large tensor has more.
    private const int ValuesAtOnce = 1 << 24;

    private readonly string _folder;
    private readonly string _modelFile;
    private readonly string[] _allowed;

    public ExternalDataFolder(string modelFile)
    {
        _modelFile = modelFile;
        _folder = Path.GetDirectoryName(Path.GetFullPath(modelFile))!;

        // Download caches keep a model and its data as links into one store: the folder of the model's own target is its folder too.
        _allowed = [RealPath.Resolve(_folder), Path.GetDirectoryName(RealPath.Resolve(modelFile))!];
    }

    /// <summary>The folder that locations are relative to.</summary>
    public string Folder => _folder;

    /// <exception cref="InvalidDataException">The location leads out of the folder or to something else than a regular file, or the file is too short.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Stream Open(TensorProto tensor, ExternalDataReference reference)
    {
        string path = Locate(tensor, reference.Location);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"Model '{_modelFile}' keeps tensor '{tensor.Name}' in '{reference.Location}', which is missing beside it. Copy that file there too.", path);
        }

        Stream stream = OpenData(tensor, reference, path);
        long available = stream.Length;
        if (reference.Offset > available || reference.Length > available - reference.Offset)
        {
            stream.Dispose();
            throw new InvalidDataException(
                $"Model '{_modelFile}' keeps tensor '{tensor.Name}' in bytes {reference.Offset} to {reference.Offset + (decimal)reference.Length} of "
                + $"'{reference.Location}', which has only {available}. The file is incomplete or belongs to another model.");
        }

        return stream;
    }

    public byte[] Read(TensorProto tensor)
    {
        ExternalDataReference reference = ExternalDataReference.Read(tensor);
        using Stream stream = Open(tensor, reference);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)reference.Length));
        stream.Position = reference.Offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>As <see cref="Read"/>, for a float tensor, which may have more than 2 GB.</summary>
    public float[] ReadFloats(TensorProto tensor)
    {
        ExternalDataReference reference = ExternalDataReference.Read(tensor);
        using Stream stream = Open(tensor, reference);
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)(reference.Length / sizeof(float))));
        stream.Position = reference.Offset;
        for (int start = 0; start < values.Length;)
        {
            Span<float> part = values.AsSpan(start, Math.Min(ValuesAtOnce, values.Length - start));
            stream.ReadExactly(MemoryMarshal.AsBytes(part));
            LittleEndian.ReverseOnBigEndian(part);
            start += part.Length;
        }

        return values;
    }

    private string Locate(TensorProto tensor, string location)
    {
        string relative = location.Replace('\\', '/');
        bool rooted = relative.StartsWith('/') || (relative.Length > 1 && relative[1] == ':') || relative.Contains('\0', StringComparison.Ordinal);
        string path = rooted ? "" : Path.GetFullPath(Path.Combine(_folder, relative));
        if (rooted || !IsInside(path, _folder) || !Array.Exists(_allowed, folder => IsInside(RealPath.Resolve(path), folder)))
        {
            throw new InvalidDataException(
                $"Model '{_modelFile}' keeps tensor '{tensor.Name}' in '{location}', outside the model's folder. This is refused: such a model could "
                + "read any file of this machine. Put the data file beside the model and export it with a relative location.");
        }

        return path;
    }

    private BoundedStream OpenData(TensorProto tensor, ExternalDataReference reference, string path)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Model '{_modelFile}' keeps tensor '{tensor.Name}' in '{reference.Location}', which cannot be read: {e.Message}", e);
        }
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
