using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Decides which steps are done to the numbers of a calibrated model, and does them.</summary>
internal static class Recipe
{
    public static CalibratedModel Settle(CalibratedModel calibrated)
    {
        var request = RecipeRequest.Of(calibrated.Options);
        return calibrated.IsFloat || request.Forced == RecipeStep.None ? calibrated : calibrated.With(new RecipeSteps(request.Forced));
    }
}
