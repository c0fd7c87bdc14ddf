using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What became of a step, or of one of its groups.</summary>
/// <param name="Step">The step.</param>
/// <param name="Group">The group; empty for the whole step.</param>
/// <param name="IsKept">Whether the model has it.</param>
/// <param name="Gain">By how many decibels the held-back rows came closer to FP32; NaN where that was not measured.</param>
/// <param name="Reason">Why it was kept, or not.</param>
/// <param name="Seconds">The time that it took to do and to judge.</param>
internal sealed record RecipeDecision(RecipeStep Step, string Group, bool IsKept, double Gain, string Reason, double Seconds)
{
    /// <summary>By how many decibels the error falls where the group acts; NaN where that is not known.</summary>
    public double LocalGain { get; init; } = double.NaN;

    /// <summary>How many of the held-back rows it took to tell.</summary>
    public int Rows { get; init; }

    /// <summary>The same for users, who know the pass by the option that switches it.</summary>
    public QuantizationPassReport Report => new(NameOf(Step)) { Group = Group, IsKept = IsKept, Gain = Gain, LocalGain = LocalGain, Reason = Reason, Seconds = Seconds };

    private static string NameOf(RecipeStep step) => step switch
    {
        RecipeStep.Equalize => nameof(QuantizationPasses.Equalization),
        RecipeStep.Shift => nameof(QuantizationPasses.ChannelShift),
        RecipeStep.GramRounding => nameof(QuantizationPasses.WeightRounding),
        RecipeStep.RangeDescent => nameof(QuantizationPasses.RangeDescent),
        _ => nameof(QuantizationPasses.ConsumerRanges),
    };
}
