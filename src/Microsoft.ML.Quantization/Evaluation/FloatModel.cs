using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// The FP32 model for a report or an evaluation that is asked for later, or never. A small one is kept, so that its file may go; a large one, which
/// nobody else needs in memory, is read again.
/// </summary>
internal sealed class FloatModel(OnnxModel source, string hash)
{
    private const long LargestKept = 100_000_000;

    private readonly OnnxModel? _kept = source.DataFolder == null && source.WeightBytes <= LargestKept ? source : null;
    private readonly string _path = Path.GetFullPath(source.SourcePath);
    private readonly string[] _inputs = [.. source.Graph.Input.Select(input => input.Name)];
    private readonly long _inlineLimit = source.InlineLimit;

    /// <summary>Whether the model is small and in memory.</summary>
    public bool IsKept => _kept != null;

    /// <exception cref="FileNotFoundException">The model's file is gone.</exception>
    /// <exception cref="InvalidDataException">The file holds another model now.</exception>
    public OnnxModel Open()
    {
        if (_kept != null)
        {
            return _kept;
        }

        if (!File.Exists(_path))
        {
            throw new FileNotFoundException($"INT8 is compared with the FP32 model, which was '{_path}' and is no longer there. Put it back, or read reports and evaluate before it goes.", _path);
        }

        var model = FedGraph.Create(OnnxModelReader.Load(_path, _inlineLimit), _inputs);
        return string.Equals(ModelHash.Compute(model), hash, StringComparison.OrdinalIgnoreCase)
            ? model
            : throw new InvalidDataException($"INT8 is compared with the FP32 model, but '{_path}' is no longer the model that was quantized. Put that back, or read reports and evaluate before it changes.");
    }
}
