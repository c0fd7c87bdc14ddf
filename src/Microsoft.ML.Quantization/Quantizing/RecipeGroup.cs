using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What a step changes at once or not at all: the tensors of a residual chain, an activation, the weights of a layer.</summary>
/// <param name="Name">Its name in <see cref="RecipeSteps.Refused"/> and in reports, the same in every run: that of its first tensor or node.</param>
/// <param name="Step">The step that changes it.</param>
/// <param name="PredictedGain">What the step expects of it, in any unit that orders the groups of a step; 0 where it expects nothing.</param>
internal sealed record RecipeGroup(string Name, RecipeStep Step, double PredictedGain = 0)
{
    /// <summary>By how many decibels the step expects the error to fall in what reads the group; NaN where it expects nothing.</summary>
    public double LocalGain { get; init; } = double.NaN;
}
