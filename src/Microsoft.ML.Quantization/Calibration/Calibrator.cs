using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Runs the calibration rows through the FP32 model and keeps what was seen of its activations.</summary>
/// <param name="model">The prepared FP32 model.</param>
/// <param name="tensors">The tensors that need a range.</param>
/// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
/// <param name="channels">The tensors of which each channel is to be observed, and whether their channels are the last dimension.</param>
internal sealed class Calibrator(OnnxModel model, string[] tensors, KeyValuePair<string, bool>[] means, KeyValuePair<string, bool>[]? channels = null)
{
    /// <exception cref="InvalidOperationException">There are no rows, or a tensor has too few finite values.</exception>
    public ActivationStatistics Run(CalibrationFeed feed, int threads, RunSettings settings = default)
    {
        var observation = Observe(feed, threads, settings);
        if (observation.Rows == 0)
        {
            throw new InvalidOperationException($"There are no rows to calibrate '{model.SourcePath}' on. Give a sample, a hundred rows or more, of the data that it will score.");
        }

        // In the order of the graph, so that the first tensor is the one that is named.
        Array.ForEach(tensors, name => NonFinitePolicy.Check(name, observation.Sketches[name]));
        return observation;
    }

    private ActivationStatistics Observe(CalibrationFeed feed, int threads, RunSettings settings)
    {
        if (tensors.Length == 0)
        {
            foreach (var row in feed.Read())
            {
                feed.Release(row);
            }

            return new ActivationStatistics([], []) { Rows = feed.Rows };
        }

        using var observer = new ActivationObserver(model, tensors, means, channels, settings);
        return observer.Observe(feed.Read(), threads, feed.Release);
    }
}
