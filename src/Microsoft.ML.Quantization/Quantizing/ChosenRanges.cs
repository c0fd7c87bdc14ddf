using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The ranges of the tensors that a plan quantizes.</summary>
internal static class ChosenRanges
{
    /// <summary>Those that the options choose from what was observed of a model.</summary>
    public static CalibratedTensor[] Choose(ModelChannels channels, ActivationStatistics statistics, string[] tensors, QuantizationOptions options)
    {
        var ranges = new CalibratedTensor[tensors.Length];
        Parallel.For(
            0,
            tensors.Length,
            options.RunSettings.Parallel,
            i => ranges[i] = CalibratedTensor.Create(tensors[i], statistics.Sketch(tensors[i], channels.Suffice(tensors[i], options)), options.CalibrationSettings));
        return ranges;
    }

    /// <summary>The table with the ranges that the target gives, whatever was observed.</summary>
    public static CalibrationTable Fix(CalibrationTable table, IEnumerable<QuantizationPlan> plans)
    {
        var ranges = plans.SelectMany(plan => plan.Tensors).Where(tensor => tensor.FixedRange != null).DistinctBy(tensor => tensor.RangeOf)
            .ToDictionary(tensor => tensor.RangeOf, tensor => tensor.FixedRange!.Value, StringComparer.Ordinal);
        return ranges.Count == 0
            ? table
            : table.With(tensor => ranges.TryGetValue(tensor.Name, out var range) ? tensor.WithRange(range.Low, range.High, "The target gives it this range.") : tensor);
    }
}
