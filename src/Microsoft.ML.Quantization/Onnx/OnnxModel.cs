using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// A model in memory. The values of its tensors are inline in <see cref="Proto"/>, unless there are more of them than
/// <see cref="InlineLimit"/>: then some stay on disk in <see cref="DataFolder"/>.
/// </summary>
internal sealed class OnnxModel(ModelProto proto, string sourcePath, ExternalDataFolder? dataFolder = null, IDisposable? owned = null) : IDisposable
{
    /// <summary>Weights up to this many bytes are kept in one protobuf message, whose own limit is 2 GiB.</summary>
    public const long DefaultInlineLimit = 1_900_000_000;

    /// <summary>Tensors of fewer bytes are always inline: shapes, axes and the like must be.</summary>
    public const int SmallestExternal = 1024;

    // Where ONNX Runtime looks for external data of a model that is handed over as bytes.
    private const string FolderKey = "session.model_external_initializers_file_folder_path";

    public ModelProto Proto => proto;

    public GraphProto Graph => proto.Graph;

    /// <summary>The file the model was read from, for messages.</summary>
    public string SourcePath => sourcePath;

    /// <summary>Where tensors marked external are; null when all are inline.</summary>
    public ExternalDataFolder? DataFolder => dataFolder;

    public long InlineLimit { get; init; } = DefaultInlineLimit;

    /// <summary>The bytes of all initializers, wherever they are kept.</summary>
    public long WeightBytes => ModelWalker.Tensors(proto).Sum(TensorBytes);

    /// <summary>Whether the model fits into one protobuf message as it is.</summary>
    internal bool FitsOneMessage => ModelWalker.Tensors(proto).Where(t => t.DataLocation != DataLocation.External).Sum(TensorBytes) <= InlineLimit;

    /// <summary>A copy of <paramref name="tensor"/> that holds its values, or the tensor itself if it holds them already.</summary>
    public TensorProto Inline(TensorProto tensor)
    {
        if (tensor.DataLocation != DataLocation.External)
        {
            return tensor;
        }

        TensorProto copy = tensor.Clone();
        copy.RawData = UnsafeByteOperations.UnsafeWrap(dataFolder!.Read(tensor));
        copy.ExternalData.Clear();
        copy.ClearDataLocation();
        return copy;
    }

    /// <summary>
    /// Another version of this model that shares its tensors on disk. They go away with whichever is disposed first, so dispose
    /// the last version only.
    /// </summary>
    public OnnxModel With(ModelProto changed) => new(changed, sourcePath, dataFolder, owned) { InlineLimit = InlineLimit };

    /// <summary>Opens the model in ONNX Runtime.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime finds the model faulty.</exception>
    /// <exception cref="NotSupportedException">The model needs an operator or a version that ONNX Runtime does not have.</exception>
    public InferenceSession OpenSession(SessionOptions options)
    {
        if (!FitsOneMessage)
        {
            return TemporaryFolderSession.Open(this, options);
        }

        if (dataFolder != null)
        {
            options.AddSessionConfigEntry(FolderKey, dataFolder.Folder);
        }

        byte[] bytes = OnnxModelWriter.ToBytes(this);
        return OnnxRuntimeErrors.Guard(sourcePath, () => new InferenceSession(bytes, options));
    }

    public void Dispose() => owned?.Dispose();

    internal static long TensorBytes(TensorProto tensor) =>
        tensor.HasRawData ? tensor.RawData.Length : ElementTypes.ByteLength(tensor.DataType, TensorChecks.ElementCount(tensor)) ?? 0;
}
