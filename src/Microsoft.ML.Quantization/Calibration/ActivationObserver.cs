using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Runs calibration rows through the FP32 model and observes activation tensors. Each row is run by itself on one thread, several
/// rows at a time: what is observed is the same for every number of threads and every batch size.
/// </summary>
internal sealed class ActivationObserver : IDisposable
{
    private readonly OnnxModel _model;
    private readonly InferenceSession _session;
    private readonly RunGuard _guard;
    private readonly CancellationToken _cancellation;
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly string[] _tensors;
    private readonly KeyValuePair<string, bool>[] _means;
    private readonly Dictionary<string, ChannelStatistics> _channels;
    private readonly CovarianceCollector[] _covariances;
    private readonly string[] _outputs;
    private readonly string[] _answers;

    /// <param name="model">The prepared FP32 model.</param>
    /// <param name="tensors">The tensors of which every value is sketched.</param>
    /// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
    /// <param name="channels">The tensors of which each channel is to be observed, and whether their channels are the last dimension.</param>
    /// <param name="settings">What ends a run.</param>
    /// <param name="answers">Tensors of which <see cref="Answers"/> keeps the values.</param>
    /// <param name="windows">The inputs of layers whose covariances are wanted; none by default.</param>
    public ActivationObserver(
        OnnxModel model, IEnumerable<string> tensors, IEnumerable<KeyValuePair<string, bool>> means, IEnumerable<KeyValuePair<string, bool>>? channels = null, RunSettings settings = default, IEnumerable<string>? answers = null, IEnumerable<InputWindow>? windows = null)
    {
        _tensors = [.. tensors];
        _means = [.. means];
        _channels = (channels ?? []).ToDictionary(tensor => tensor.Key, tensor => new ChannelStatistics(tensor.Value), StringComparer.Ordinal);
        _covariances = [.. (windows ?? []).Select(window => new CovarianceCollector(window))];
        _outputs = [.. _tensors.Union(_channels.Keys, StringComparer.Ordinal).Union(_means.Select(mean => mean.Key), StringComparer.Ordinal).Union(_covariances.Select(each => each.Window.Tensor), StringComparer.Ordinal)];
        _model = model;
        _answers = [.. answers ?? []];
        _session = ModelExtractor.Extract(model, _outputs.Union(_answers, StringComparer.Ordinal)).OpenSession(_options);
        _guard = new RunGuard(model, settings);
        _cancellation = settings.Cancellation;
    }

    /// <summary>Reads <paramref name="rows"/> once, in order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="threads">How many are run at a time.</param>
    /// <param name="observed">Told of each row that is done with, on any thread.</param>
    public ActivationStatistics Observe(IEnumerable<TensorValue[]> rows, int threads, Action<TensorValue[]>? observed = null)
    {
        // Parallel.ForEach goes from one task to the next every now and then: they take over what the last one has, megabytes of counters.
        var own = new ConcurrentBag<ActivationStatistics>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _cancellation };
        FirstError.Of(() => Parallel.ForEach(
            Partitioner.Create(rows, EnumerablePartitionerOptions.NoBuffering),
            parallel,
            () => own.TryTake(out var free) ? free : new ActivationStatistics(_tensors, _means, _channels, _covariances),
            (row, _, observation) =>
            {
                ObserveRow(row, observation, []);
                observed?.Invoke(row);
                return observation;
            },
            own.Add));

        var total = own.TryTake(out var some) ? some : new ActivationStatistics(_tensors, _means, _channels, _covariances);
        foreach (var other in own)
        {
            total.Merge(other);
        }

        total.Settle();
        return total;
    }

    /// <summary>Runs rows and keeps the values of the tensors that answer them, in the order of the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="threads">How many are run at a time.</param>
    /// <param name="total">What they are added to, if they are observed too; it must not hold covariances.</param>
    public TensorValue[][] Answers(IReadOnlyList<TensorValue[]> rows, int threads, ActivationStatistics? total = null)
    {
        var answers = new TensorValue[rows.Count][];
        var own = new ConcurrentBag<ActivationStatistics?>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _cancellation };
        FirstError.Of(() => Parallel.For(
            0,
            answers.Length,
            parallel,
            () => total == null ? null : own.TryTake(out var free) ? free : new ActivationStatistics(_tensors, _means, total.Channels),
            (i, _, observation) =>
            {
                answers[i] = ObserveRow(rows[i], observation, _answers);
                return observation;
            },
            own.Add));

        foreach (var part in own.OfType<ActivationStatistics>())
        {
            total!.MergeRanges(part);
        }

        return answers;
    }

    public void Dispose()
    {
        _session.Dispose();
        _guard.Dispose();
        _options.Dispose();
    }

    private TensorValue[] ObserveRow(TensorValue[] row, ActivationStatistics? own, string[] answers)
    {
        string[] observed = own == null ? [] : _outputs;
        string[] names = [.. observed, .. answers];
        if (names.Length == 0)
        {
            // A model may have no output of numbers to search ranges by.
            return [];
        }

        var inputs = Array.ConvertAll(row, OrtValues.Of);
        try
        {
            using var outputs = _guard.Run(run => _session.Run(run, Array.ConvertAll(row, value => value.Name), inputs, names), rows: 1);
            for (int i = 0; i < observed.Length; i++)
            {
                own!.Add(_outputs[i], outputs[i].GetTensorDataAsSpan<float>(), outputs[i].GetTensorTypeAndShape().Shape);
            }

            if (own != null)
            {
                own.Rows++;
            }

            return [.. answers.Select((name, i) => Copy(name, outputs[observed.Length + i]))];
        }
        catch (OnnxRuntimeException e)
        {
            throw RunErrors.Create(_model, row, e);
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private static TensorValue Copy(string name, OrtValue value) => new(name, value.GetTensorDataAsSpan<float>().ToArray(), value.GetTensorTypeAndShape().Shape);
}
