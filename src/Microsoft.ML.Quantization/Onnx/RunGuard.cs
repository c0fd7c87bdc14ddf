using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Runs of a model that stop, also within a loop, when they are cancelled, take too long or take all memory. May be used by several
/// threads; once stopped it runs nothing more.
/// </summary>
internal sealed class RunGuard : IDisposable
{
    private readonly string _modelFile;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly RunOptions _options = new();
    private readonly TimeSpan? _longest;
    private volatile string? _stopped;

    public RunGuard(OnnxModel model, RunSettings settings)
    {
        (_modelFile, _cancellation) = (model.SourcePath, settings.Cancellation);
        _longest = settings.MaxRowTime is { } given
            ? given == Timeout.InfiniteTimeSpan ? null : given
            : EndlessLoops.Has(model.Proto) ? EndlessLoops.LongestRow : null;
        _registration = settings.Cancellation.UnsafeRegister(static guard => ((RunGuard)guard!)._options.Terminate = true, this);
    }

    /// <param name="run">The run.</param>
    /// <param name="rows">How many rows go through at once.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime fails on these rows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TimeoutException">It took too long, or too much memory.</exception>
    public T Run<T>(Func<RunOptions, T> run, int rows)
    {
        _cancellation.ThrowIfCancellationRequested();
        using var watch = _longest is { } longest ? new RunWatch(longest.TotalSeconds * rows, Stop) : null;
        try
        {
            return run(_options);
        }
        catch (OnnxRuntimeException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
        catch (OnnxRuntimeException e) when (_stopped is { } reason)
        {
            throw new TimeoutException(
                $"Model '{_modelFile}' was stopped: {reason} for {(rows == 1 ? "a row" : $"{rows} rows")}. A Loop in it may never end: check the condition it ends by. Where it needs longer, set MaxRowTime.", e);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _options.Dispose();
    }

    private void Stop(string reason)
    {
        _stopped ??= reason;
        _options.Terminate = true;
    }
}
