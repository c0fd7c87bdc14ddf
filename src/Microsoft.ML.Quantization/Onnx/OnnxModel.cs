using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// A model in memory. The values of its tensors are inline in <see cref="Proto"/>, unless there are more of them than
/// <see cref="InlineLimit"/>: then some stay on disk in <see cref="DataFolder"/>.
/// </summary>
/// <remarks>
/// One rule of ownership: a model that was read or made anew owns the temporary folder that it was given, and is disposed of by whoever asked for it. A
/// <see cref="View"/> of it shares the folder and owns nothing, so that disposing of it does nothing; it lives no longer than what it was made of.
/// <see cref="Replace"/> alone moves ownership.
/// </remarks>
internal sealed class OnnxModel(ModelProto proto, string sourcePath, ExternalDataFolder? dataFolder = null, TemporaryFolder? folder = null) : IDisposable
{
    /// <summary>Weights up to this many bytes are kept in one protobuf message, whose own limit is 2 GiB.</summary>
    public const long DefaultInlineLimit = 1_900_000_000;

    /// <summary>Tensors of fewer bytes are always inline: shapes, axes and the like must be.</summary>
    public const int SmallestExternal = 1024;

    // Where ONNX Runtime looks for external data of a model that is handed over as bytes.
    private const string FolderKey = "session.model_external_initializers_file_folder_path";

    private bool _ownsFolder = true;

    public ModelProto Proto => proto;

    public GraphProto Graph => proto.Graph;

    /// <summary>The file the model was read from, for messages.</summary>
    public string SourcePath => sourcePath;

    /// <summary>Where tensors marked external are; null when all are inline.</summary>
    public ExternalDataFolder? DataFolder => dataFolder;

    public long InlineLimit { get; init; } = DefaultInlineLimit;

    /// <summary>The bytes of all initializers, wherever they are kept.</summary>
    public long WeightBytes => ModelWalker.Tensors(proto).Sum(TensorBytes);

    /// <summary>The bytes of the model as it is kept: the message, and the tensors that are on disk.</summary>
    public long Bytes => proto.CalculateSize() + ModelWalker.Tensors(proto).Where(IsOutside).Sum(TensorBytes);

    /// <summary>Whether the model fits into one protobuf message as it is.</summary>
    internal bool FitsOneMessage => ModelWalker.Tensors(proto).Where(tensor => !IsOutside(tensor)).Sum(TensorBytes) <= InlineLimit;

    /// <summary>A copy of <paramref name="tensor"/> that holds its values, or the tensor itself if it holds them already.</summary>
    public TensorProto Inline(TensorProto tensor)
    {
        if (!IsOutside(tensor))
        {
            return tensor;
        }

        TensorProto copy = tensor.Clone();
        copy.RawData = UnsafeByteOperations.UnsafeWrap(dataFolder!.Read(tensor));
        copy.ExternalData.Clear();
        copy.ClearDataLocation();
        return copy;
    }

    /// <summary>The values of a floating-point tensor, wherever they are kept.</summary>
    public float[] Floats(TensorProto tensor) => tensor is { DataLocation: DataLocation.External, DataType: (int)DataType.Float }
        ? dataFolder!.ReadFloats(tensor)
        : TensorData.Floats(Inline(tensor));

    /// <summary>Another version of this model that shares its tensors on disk and owns nothing.</summary>
    public OnnxModel View(ModelProto changed) => new(changed, sourcePath, dataFolder, folder) { InlineLimit = InlineLimit, _ownsFolder = false };

    /// <summary>Another version of this model that stands in its stead: what this one owned is the new one's.</summary>
    public OnnxModel Replace(ModelProto changed)
    {
        var model = View(changed);
        (model._ownsFolder, _ownsFolder) = (_ownsFolder, false);
        return model;
    }

    /// <summary>What became of this model, with its tensors in another place.</summary>
    /// <param name="changed">The model.</param>
    /// <param name="data">Where its tensors that are marked external are; <see langword="null"/> where all are inline.</param>
    /// <param name="owned">The folder that it owns, if any.</param>
    public OnnxModel Moved(ModelProto changed, ExternalDataFolder? data, TemporaryFolder? owned) => new(changed, sourcePath, data, owned) { InlineLimit = InlineLimit };

    /// <summary>Opens the model in ONNX Runtime.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime finds the model faulty.</exception>
    /// <exception cref="NotSupportedException">The model needs an operator or a version that ONNX Runtime does not have.</exception>
    /// <exception cref="ObjectDisposedException">The folder with its weights is gone.</exception>
    public InferenceSession OpenSession(SessionOptions options)
    {
        ThrowIfGone();
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

    /// <exception cref="ObjectDisposedException">The folder with its weights is gone.</exception>
    public void ThrowIfGone()
    {
        if (folder is { IsGone: true })
        {
            throw new ObjectDisposedException(null, $"The weights of the model made from '{sourcePath}' were kept in a temporary folder, which went when the model was disposed of. Save it and read its report before.");
        }
    }

    public void Dispose()
    {
        if (_ownsFolder)
        {
            folder?.Dispose();
        }
    }

    internal static bool IsOutside(TensorProto tensor) => tensor.DataLocation == DataLocation.External;

    internal static long TensorBytes(TensorProto tensor) =>
        tensor.HasRawData ? tensor.RawData.Length : ElementTypes.ByteLength(tensor.DataType, TensorChecks.ElementCount(tensor)) ?? 0;
}
