using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>A choice of which nodes stay in FP32.</summary>
/// <param name="Options">The options that make it: all that stays in FP32 is excluded.</param>
/// <param name="Plan">What runs in INT8.</param>
/// <param name="FloatNodes">The nodes that run in INT8 otherwise.</param>
/// <param name="Error">The predicted error of the output, relative to its mean square.</param>
/// <param name="AddedNanoseconds">What a row is predicted to take longer on one thread than with all these nodes in INT8; where speed was no aim, a constant for each of them.</param>
internal sealed record MixedPlan(QuantizationOptions Options, QuantizationPlan Plan, IReadOnlyList<string> FloatNodes, double Error, double AddedNanoseconds)
{
    /// <summary>The error of its INT8 model, as <see cref="OutputError.Typical"/>, on some calibration rows.</summary>
    public double MeasuredError { get; init; } = Error;

    /// <summary>What is done to the numbers, with any plan.</summary>
    public RecipeSteps Steps { get; init; } = RecipeSteps.None;

    public CalibratedModel Calibrate(ObservedModel model, IQuantizationProgress progress)
    {
        var calibrated = new CalibratedModel(model, Plan, model.Calibrate(Plan, Options), Options, progress);
        return Steps.On == RecipeStep.None ? calibrated : calibrated.With(Steps);
    }
}
