using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>One step of an escalation.</summary>
/// <param name="Name">How the model is made.</param>
/// <param name="FloatNodes">The nodes it leaves in FP32 for the sake of accuracy.</param>
/// <param name="Make">Makes it.</param>
internal sealed record BudgetCandidate(string Name, IReadOnlyList<string> FloatNodes, Func<QuantizationResult> Make)
{
    /// <summary>The loss on the validation rows, once it was tried; steps that follow may build on the better of those before.</summary>
    public double Loss { get; set; } = double.NaN;

    /// <summary>The SQNR of its outputs on some calibration rows, in decibels; NaN where it is not known.</summary>
    public double Sqnr { get; init; } = double.NaN;
}
