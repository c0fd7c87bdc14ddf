using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>One model opened to run sample rows on one thread.</summary>
internal sealed class SampleRun : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly string[] _outputs;

    public SampleRun(OnnxModel model)
    {
        _session = model.OpenSession(_options);
        _outputs = [.. _session.OutputMetadata.Where(output => output.Value.ElementType == typeof(float)).Select(output => output.Key)];
    }

    /// <summary>The values of every float output.</summary>
    public float[][] Outputs(TensorValue[] row) => Run(row, outputs => outputs.Select(output => output.GetTensorDataAsSpan<float>().ToArray()).ToArray());

    public TimeSpan Time(TensorValue[] row)
    {
        long start = Stopwatch.GetTimestamp();
        Run(row, outputs => outputs.Count);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
        _options.Dispose();
    }

    private T Run<T>(TensorValue[] row, Func<IDisposableReadOnlyCollection<OrtValue>, T> read)
    {
        var inputs = Array.ConvertAll(row, OrtValues.Over);
        try
        {
            using var outputs = _session.Run(_run, Array.ConvertAll(row, value => value.Name), inputs, _outputs);
            return read(outputs);
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }
}
