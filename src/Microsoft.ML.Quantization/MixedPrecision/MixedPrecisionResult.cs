namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>What a search for mixed precision found.</summary>
/// <param name="Front">The plans worth having, from the fastest, with nothing in FP32 for the sake of its error, to the most exact.</param>
/// <param name="Layers">The layers by falling share of the error of the first plan.</param>
/// <param name="Trimmer">Makes plans leave fewer nodes in FP32; <see langword="null"/> where there are no plans.</param>
internal sealed record MixedPrecisionResult(IReadOnlyList<MixedPlan> Front, IReadOnlyList<LayerSensitivity> Layers, PlanTrimmer? Trimmer)
{
    /// <summary>Each step takes away so much of the error that was left.</summary>
    private const double StepDown = 0.5;

    private const int MostLooks = 5;

    /// <summary>The plans to verify in turn: the fastest with half the error of the first, then with half of that, and so on, each with as few nodes in FP32 as that takes.</summary>
    public IEnumerable<MixedPlan> Steps()
    {
        double bound = Front.Count == 0 ? 0 : Front[0].MeasuredError;
        for (int looks = 0; looks < MostLooks && bound > 0; looks++)
        {
            if (Front.Skip(1).FirstOrDefault(plan => plan.MeasuredError <= StepDown * bound) is not { } next)
            {
                yield break;
            }

            next = Trimmer!.Trim(next, StepDown * bound);
            bound = next.MeasuredError;
            yield return next;
        }
    }
}
