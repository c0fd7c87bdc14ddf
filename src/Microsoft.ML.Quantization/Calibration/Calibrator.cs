using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Runs the calibration rows through the FP32 model and keeps what was seen of its activations.</summary>
/// <param name="model">The prepared FP32 model.</param>
/// <param name="tensors">The tensors that need a range.</param>
/// <param name="sketched">Those of them of which every value is counted; of the others what is counted of their channels has to do.</param>
/// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
/// <param name="channels">The tensors of which each channel is to be observed, and whether their channels are the last dimension.</param>
/// <param name="answers">The tensors that errors are measured on, whose values are kept for rows that are held back or searched on.</param>
/// <param name="windows">The inputs of layers whose covariances are wanted.</param>
internal sealed class Calibrator(OnnxModel model, string[] tensors, string[] sketched, KeyValuePair<string, bool>[] means, KeyValuePair<string, bool>[] channels, string[] answers, InputWindow[] windows)
{
    /// <exception cref="InvalidOperationException">There are no rows, or a tensor has too few finite values.</exception>
    public Observation Run(ICalibrationFeed feed, int threads, RunSettings settings = default)
    {
        var observation = Observe(feed, threads, settings);
        if (observation.All.Rows == 0)
        {
            throw new InvalidOperationException($"There are no rows to calibrate '{model.SourcePath}' on. Give a sample, a hundred rows or more, of the data that it will score.");
        }

        // In the order of the graph, so that the first tensor is the one that is named.
        Array.ForEach(tensors, name => NonFinitePolicy.Check(name, observation.All.Seen(name)));
        return observation;
    }

    /// <summary>
    /// Observes rows that are a part of all, those aside that may be held back in the end. The session gives the same outputs as that of all rows: ONNX Runtime fuses otherwise between
    /// others, which rounds otherwise.
    /// </summary>
    public ActivationStatistics RunPart(CalibrationFeed feed, int threads, RunSettings settings)
    {
        using var observer = tensors.Length == 0 ? null : new ActivationObserver(model, sketched, means, channels, settings, answers, windows);
        if (observer != null)
        {
            return observer.Observe(feed.ReadPart(), threads, feed.Release);
        }

        foreach (var row in feed.ReadPart())
        {
            feed.Release(row);
        }

        return new ActivationStatistics([], []);
    }

    private Observation Observe(ICalibrationFeed feed, int threads, RunSettings settings)
    {
        if (tensors.Length == 0)
        {
            foreach (var row in feed.Read())
            {
                feed.Release(row);
            }

            var nothing = new ActivationStatistics([], []) { Rows = feed.Rows };
            return new Observation(nothing, nothing, AnsweredRows.None, AnsweredRows.None);
        }

        using var observer = new ActivationObserver(model, sketched, means, channels, settings, answers, windows);
        var fitted = observer.Observe(feed.Read(), threads, feed.Release);
        if (feed.Observed is { } earlier)
        {
            fitted.Merge(earlier);
            fitted.Settle();
        }

        var (search, heldBack) = (feed.Searched, feed.HeldBack);
        var searched = AnsweredRows.Create(search, observer.Answers(search, threads));
        if (heldBack.Count == 0)
        {
            return new Observation(fitted, fitted, AnsweredRows.None, searched);
        }

        var all = new ActivationStatistics(sketched, means, channels.ToDictionary(tensor => tensor.Key, tensor => new ChannelStatistics(tensor.Value), StringComparer.Ordinal));
        var kept = observer.Answers(heldBack, threads, all);
        all.MergeRanges(fitted);
        all.MergeChannels(fitted);
        all.Settle();
        return new Observation(all, fitted, AnsweredRows.Create(heldBack, kept), searched);
    }
}
