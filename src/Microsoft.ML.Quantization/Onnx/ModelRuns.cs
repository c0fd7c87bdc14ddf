namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The FP32 model and its INT8 models, opened to give outputs.</summary>
internal sealed class ModelRuns : IDisposable
{
    private readonly OnnxModel _source;
    private readonly SampleRun _float;
    private readonly List<SampleRun> _quantized = [];

    public ModelRuns(OnnxModel source, IEnumerable<OnnxModel> quantized, RunSettings settings = default)
    {
        _source = source;
        _float = new SampleRun(source, settings);
        try
        {
            foreach (var model in quantized)
            {
                _quantized.Add(new SampleRun(model, settings));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The first float output.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string FirstOutput => _float.OutputNames.Count > 0 ? _float.OutputNames[0]
        : throw new InvalidOperationException($"'{_source.SourcePath}' has no output of type float, which is what is compared. Cast an output to float in the model.");

    /// <summary>Every output of FP32 that holds numbers.</summary>
    public OutputValue[] Float(TensorValue[] row) => _float.Values(row);

    public OutputValue[] Float(TensorValue[] row, string[] outputs) => _float.Values(row, outputs);

    public OutputValue[] Quantized(int model, TensorValue[] row, string[] outputs) => _quantized[model].Values(row, outputs);

    public void Dispose()
    {
        _float.Dispose();
        _quantized.ForEach(run => run.Dispose());
    }
}
