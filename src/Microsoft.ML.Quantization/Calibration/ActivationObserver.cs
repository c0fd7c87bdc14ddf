using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Runs calibration rows through the FP32 model and observes activation tensors. Each row is run by itself on one thread, several
/// rows at a time: what is observed is the same for every number of threads and every batch size.
/// </summary>
internal sealed class ActivationObserver : IDisposable
{
    private readonly InferenceSession _session;
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly string[] _tensors;
    private readonly KeyValuePair<string, bool>[] _means;
    private readonly string[] _outputs;
    private readonly Lock _merging = new();

    /// <param name="model">The prepared FP32 model.</param>
    /// <param name="tensors">The tensors to sketch.</param>
    /// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
    public ActivationObserver(OnnxModel model, IEnumerable<string> tensors, IEnumerable<KeyValuePair<string, bool>> means)
    {
        _tensors = [.. tensors];
        _means = [.. means];
        _outputs = [.. _tensors.Union(_means.Select(mean => mean.Key), StringComparer.Ordinal)];
        _session = ObservableModel.With(model, _outputs).OpenSession(_options);
    }

    /// <summary>Reads <paramref name="rows"/> once, in order.</summary>
    public Observation Observe(IEnumerable<TensorValue[]> rows, int threads, CancellationToken cancellationToken)
    {
        var total = new Observation(_tensors, _means);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.ForEach(
                System.Collections.Concurrent.Partitioner.Create(rows, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
                parallel,
                () => new Observation(_tensors, _means),
                (row, _, own) => ObserveRow(row, own),
                own =>
                {
                    lock (_merging)
                    {
                        total.Merge(own);
                    }
                });
        }
        catch (AggregateException error) when (error.Flatten().InnerExceptions is [var first, ..])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        return total;
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private Observation ObserveRow(TensorValue[] row, Observation own)
    {
        var inputs = Array.ConvertAll(row, OrtValues.Over);
        try
        {
            using var run = new RunOptions();
            using var outputs = _session.Run(run, Array.ConvertAll(row, value => value.Name), inputs, _outputs);
            for (int i = 0; i < _outputs.Length; i++)
            {
                own.Add(_outputs[i], outputs[i].GetTensorDataAsSpan<float>(), outputs[i].GetTensorTypeAndShape().Shape);
            }

            own.Rows++;
            return own;
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }
}
