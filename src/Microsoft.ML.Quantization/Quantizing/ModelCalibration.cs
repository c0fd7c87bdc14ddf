using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The way from an observed model to the numbers of its INT8 form: plan, ranges, what stays in FP32 for its range, and the passes over the numbers.</summary>
internal static class ModelCalibration
{
    public static CalibratedModel Run(ObservedModel model, QuantizationOptions options, IQuantizationProgress progress)
    {
        bool auto = options.Calibration == CalibrationMethod.Auto && options.CalibrationTable == null;
        var plan = FloatNodes.AsSaved(model, model.Plan(options), options);
        var agreed = RuntimeAgreement.Reach(model, plan, auto ? options with { Calibration = CalibrationRules.Default.Method } : options, progress);
        if (options.CalibrationTable is { } saved)
        {
            return saved.Steps.On == RecipeStep.None ? agreed : agreed.With(saved.Steps);
        }

        var calibrated = auto ? AutoCalibration.Choose(model, agreed.Plan, options, progress, ReferenceEquals(agreed.Plan, plan) ? agreed : null) : agreed;
        return Recipe.Settle(model, FloatNodes.Settle(model, calibrated, progress), progress);
    }
}
