using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Another way to do a step.</summary>
/// <param name="Step">The step, which must have been kept.</param>
/// <param name="Name">What reports call it.</param>
/// <param name="Change">The steps with it.</param>
internal sealed record RecipeVariant(RecipeStep Step, string Name, Func<RecipeSteps, RecipeSteps> Change)
{
    /// <summary>Those that <see cref="QuantizationEffort.Best"/> tries.</summary>
    public static IReadOnlyList<RecipeVariant> Best { get; } =
    [
        new(RecipeStep.Equalize, "rounding of weights counted once", steps => steps with { WeightNoise = 1 }),
        new(RecipeStep.Equalize, "rounding of weights counted four times", steps => steps with { WeightNoise = 4 }),
    ];
}
