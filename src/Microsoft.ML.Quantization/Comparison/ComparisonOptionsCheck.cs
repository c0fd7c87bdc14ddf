using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Refuses options of a comparison that make no sense before any work is done.</summary>
internal static class ComparisonOptionsCheck
{
    public static QuantizationComparisonOptions Checked(QuantizationComparisonOptions options)
    {
        OptionsCheck.NoNulls(options.Candidates, nameof(options.Candidates));
        OptionsCheck.NoNulls(options.Targets, nameof(options.Targets));
        OptionsCheck.Checked(options.Quantization ?? throw new ArgumentException($"{nameof(options.Quantization)} is null. Leave it at its default to change nothing.", nameof(options)));
        DetectionOptionsCheck.Check(options.Detection);
        return options.Detection == null || options.Task is EvaluationTask.Auto or EvaluationTask.ObjectDetection ? options : throw new ArgumentException(
            $"{nameof(options.Detection)} is set, but {nameof(options.Task)} is {options.Task}. Set {nameof(options.Detection)} for detectors alone.", nameof(options));
    }
}
