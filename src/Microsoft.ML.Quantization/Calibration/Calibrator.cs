using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Runs the calibration rows through the FP32 model and chooses a range for every tensor.</summary>
/// <param name="model">The prepared FP32 model.</param>
/// <param name="tensors">The tensors that need a range.</param>
/// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
internal sealed class Calibrator(OnnxModel model, string[] tensors, KeyValuePair<string, bool>[] means)
{
    /// <exception cref="InvalidOperationException">There are no rows, or a tensor has too few finite values.</exception>
    public CalibrationTable Run(CalibrationFeed feed, string modelHash, QuantizationOptions options)
    {
        var observation = Observe(feed, options);
        if (observation.Rows == 0)
        {
            throw new InvalidOperationException($"There are no rows to calibrate '{model.SourcePath}' on. Give a sample, a hundred rows or more, of the data that it will score.");
        }

        var ranges = Choose(observation, options);
        var channelMeans = observation.Means.ToDictionary(mean => mean.Key, mean => mean.Value.ToArray(), StringComparer.Ordinal);
        return new CalibrationTable(ranges, observation.Rows, modelHash, feed.Hash, channelMeans);
    }

    private Observation Observe(CalibrationFeed feed, QuantizationOptions options)
    {
        if (tensors.Length == 0)
        {
            foreach (var row in feed.Read())
            {
                feed.Release(row);
            }

            return new Observation([], []) { Rows = feed.Rows };
        }

        using var observer = new ActivationObserver(model, tensors, means);
        return observer.Observe(feed.Read(), options.IntraOpThreads ?? Environment.ProcessorCount, options.CancellationToken, feed.Release);
    }

    private CalibratedTensor[] Choose(Observation observation, QuantizationOptions options)
    {
        // Before the parallel search, so that the first tensor in the order of the graph is the one that is named.
        Array.ForEach(tensors, name => NonFinitePolicy.Check(name, observation.Sketches[name]));
        var ranges = new CalibratedTensor[tensors.Length];
        Parallel.For(
            0,
            tensors.Length,
            new ParallelOptions { CancellationToken = options.CancellationToken },
            i => ranges[i] = CalibratedTensor.Create(tensors[i], observation.Sketches[tensors[i]], options.Calibration, options.Percentile));
        return ranges;
    }
}
