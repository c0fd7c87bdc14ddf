using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>One model opened to run sample rows on one thread.</summary>
internal sealed class SampleRun : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly RunGuard _guard;
    private readonly InferenceSession _session;
    private readonly string[] _outputs;
    private readonly string[] _numeric;
    private readonly string[] _timed;

    public SampleRun(OnnxModel model, RunSettings settings = default)
    {
        Model = model;
        _session = model.OpenSession(_options);
        _guard = new RunGuard(model, settings);
        _outputs = [.. _session.OutputMetadata.Where(output => output.Value is { IsTensor: true } value && value.ElementType == typeof(float)).Select(output => output.Key)];
        _numeric = NumericOutputs.Names(_session);
        _timed = _numeric.Length > 0 ? _numeric : [.. _session.OutputMetadata.Keys];
    }

    public OnnxModel Model { get; }

    /// <summary>The values of every output that holds numbers.</summary>
    public OutputValue[] Values(TensorValue[] row) =>
        _numeric.Length == 0 ? [] : Values(row, _numeric);

    /// <summary>The values of some outputs that hold numbers.</summary>
    public OutputValue[] Values(TensorValue[] row, string[] names) => Run(row, names, outputs => outputs.Select((output, i) => NumericOutputs.Read(names[i], output)).ToArray());

    /// <summary>The values of every float output.</summary>
    public float[][] Outputs(TensorValue[] row) => _outputs.Length == 0 ? [] : Run(row, _outputs, outputs => outputs.Select(output => output.GetTensorDataAsSpan<float>().ToArray()).ToArray());

    /// <summary>The names of the float outputs, in the model's order.</summary>
    public IReadOnlyList<string> OutputNames => _outputs;

    /// <summary>The value of one float output.</summary>
    public TensorValue Output(TensorValue[] row, string name) =>
        Run(row, [name], outputs => new TensorValue(name, outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape));

    public TimeSpan Time(TensorValue[] row)
    {
        long start = Stopwatch.GetTimestamp();
        Run(row, _timed, outputs => outputs.Count);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _session.Dispose();
        _guard.Dispose();
        _options.Dispose();
    }

    private T Run<T>(TensorValue[] row, string[] names, Func<IDisposableReadOnlyCollection<OrtValue>, T> read)
    {
        var inputs = Array.ConvertAll(row, OrtValues.Of);
        try
        {
            using var outputs = _guard.Run(run => _session.Run(run, Array.ConvertAll(row, value => value.Name), inputs, names), rows: 1);
            return read(outputs);
        }
        catch (OnnxRuntimeException e)
        {
            throw RunErrors.Create(Model, row, e);
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }
}
