using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Which steps options ask for.</summary>
/// <param name="Forced">Those that a user has switched on: they are kept whatever they do.</param>
/// <param name="Guarded">Those of the effort: each must show that it is worth it.</param>
internal sealed record RecipeRequest(RecipeStep Forced, RecipeStep Guarded)
{
    /// <summary>The steps of <see cref="QuantizationEffort.Default"/>.</summary>
    private const RecipeStep Proven = RecipeStep.ConsumerRanges | RecipeStep.Equalize | RecipeStep.Shift | RecipeStep.GramRounding;

    /// <summary>What <see cref="QuantizationEffort.Best"/> searches beside.</summary>
    private const RecipeStep Searched = RecipeStep.RangeDescent;

    /// <summary>What needs no proof: it changes nothing that FP32 computes.</summary>
    public const RecipeStep Exact = RecipeStep.Shift;

    /// <summary>All that may be done, which decides what is observed.</summary>
    public RecipeStep All => Forced | Guarded;

    public static RecipeRequest Of(QuantizationOptions options)
    {
        var passes = options.Passes;
        var effort = options.Effort switch
        {
            QuantizationEffort.Fast => RecipeStep.None,
            QuantizationEffort.Best => Proven | Searched,
            _ => Proven,
        };

        // A method that was asked for is not replaced by another.
        effort &= options.HasCalibration ? ~(RecipeStep.ConsumerRanges | RecipeStep.RangeDescent) : ~RecipeStep.None;
        (RecipeStep Step, bool? Asked)[] asked =
        [
            (RecipeStep.ConsumerRanges, passes.ConsumerRanges), (RecipeStep.Equalize, passes.Equalization), (RecipeStep.Shift, passes.ChannelShift),
            (RecipeStep.GramRounding, passes.WeightRounding), (RecipeStep.RangeDescent, passes.RangeDescent),
        ];
        var forced = Union(asked.Where(pass => pass.Asked == true));
        var named = forced | Union(asked.Where(pass => pass.Asked == false));
        return new RecipeRequest(forced, effort & ~named);
    }

    private static RecipeStep Union(IEnumerable<(RecipeStep Step, bool? Asked)> passes) => passes.Aggregate(RecipeStep.None, (all, pass) => all | pass.Step);
}
