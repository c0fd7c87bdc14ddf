namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The FP32 model and its INT8 models, opened to give one output.</summary>
internal sealed class ModelRuns : IDisposable
{
    private readonly SampleRun _float;
    private readonly List<SampleRun> _quantized = [];
    private readonly string _output;

    public ModelRuns(OnnxModel source, IEnumerable<OnnxModel> quantized, string? output, RunSettings settings = default)
    {
        _float = new SampleRun(source, settings);
        try
        {
            _output = output ?? (_float.OutputNames.Count > 0 ? _float.OutputNames[0] : null)
                ?? throw new InvalidOperationException($"'{source.SourcePath}' has no output of type float, which is what is compared. Cast an output to float in the model.");
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

    public TensorValue Float(TensorValue[] row) => _float.Output(row, _output);

    public float[] Quantized(int model, TensorValue[] row) => (float[])_quantized[model].Output(row, _output).Values;

    public void Dispose()
    {
        _float.Dispose();
        _quantized.ForEach(run => run.Dispose());
    }
}
