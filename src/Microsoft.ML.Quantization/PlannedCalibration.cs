using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization;

/// <summary>Gets what a plan needs of a calibration, from the rows or from a table that was made earlier.</summary>
internal static class PlannedCalibration
{
    /// <param name="prepared">The prepared model.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="modelHash">The hash of the model it was prepared from.</param>
    /// <param name="rows">The rows; enumerated once, lazily, and with a saved table only as far as the report needs.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row.</param>
    public static (CalibrationTable Table, ReportSamples Samples) Run(
        OnnxModel prepared, QuantizationPlan plan, string modelHash, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
    {
        string[] tensors = [.. plan.ObservedTensors];
        KeyValuePair<string, bool>[] means = options.BiasCorrection ? [.. BiasCorrections.NeededMeans(prepared.Graph, plan)] : [];
        if (options.CalibrationTable is { } table)
        {
            SavedCalibration.EnsureComplete(table, tensors, means.Select(mean => mean.Key));
            return (table, ReportSamples.Of(rows));
        }

        using var feed = new CalibrationFeed(rows, progress);
        return (new Calibrator(prepared, tensors, means).Run(feed, modelHash, options), feed.Samples);
    }
}
