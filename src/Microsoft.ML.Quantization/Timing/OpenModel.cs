using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Timing;

/// <summary>A model opened in ONNX Runtime on one thread.</summary>
internal sealed class OpenModel(OnnxModel model, TensorValue[] row, RunSettings settings = default) : IOpenModel
{
    private readonly SampleRun _run = new(model, settings);

    public TimeSpan Time() => _run.Time(row);

    public void Dispose() => _run.Dispose();
}
