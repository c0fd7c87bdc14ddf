using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace Benchmarks.Trained;

/// <summary>The same trees as ML.NET exports them, in ONNX Runtime on one thread, all rows in one run. What ML.NET exports of categorical splits does not open.</summary>
internal sealed class OnnxTrees : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly InferenceSession? _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue? _rows;

    public OnnxTrees(MLContext context, ITransformer stage, IDataView view, DenseRows rows)
    {
        using var model = new MemoryStream();
        context.Model.ConvertToOnnx(stage, view, model);
        try
        {
            _session = new InferenceSession(model.ToArray(), _options);
        }
        catch (OnnxRuntimeException)
        {
            Console.Error.WriteLine("ONNX Runtime does not open these trees as ML.NET exports them.");
            return;
        }

        _rows = OrtValue.CreateTensorValueFromMemory(rows.Values, [rows.Count, rows.Length]);
    }

    public bool IsThere => _session != null;

    public void Score()
    {
        using var scores = _session?.Run(_run, ["Features"], [_rows!], ["Score.output"]);
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _session?.Dispose();
        _run.Dispose();
        _options.Dispose();
    }
}
