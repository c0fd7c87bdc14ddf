using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Makes a model again with the weights of a finer target, and all else as it is. It holds weights and ranges, none of the rows and nothing of what was observed.</summary>
internal static class FinerModel
{
    /// <summary>Larger models are not kept for it.</summary>
    private const long LargestKept = 100_000_000;

    /// <returns><see langword="null"/> where no target is finer, or the model is large.</returns>
    public static FinerTarget? Create(OnnxModel prepared, QuantizationPlan plan, CalibrationTable table, QuantizationOptions options)
    {
        if (options.Target.Definition.Finer is not { } finer || plan.IsEmpty || options.ReduceRange || prepared.DataFolder != null || prepared.WeightBytes > LargestKept)
        {
            return null;
        }

        var asked = options with { Target = new QuantizationTarget(finer), AlsoFor = [], Budget = null, CancellationToken = default };
        var draft = new RecipeDraft(prepared, plan, table, asked) { Channels = new ModelChannels(prepared) };
        return new FinerTarget(finer.Name, () => Make(draft));
    }

    private static OnnxModel Make(RecipeDraft draft)
    {
        draft = draft.Table.Steps.Has(RecipeStep.GramRounding) ? new WeightRoundingPass().Apply(draft, draft.Table.Steps) : draft;
        var settings = draft.Settings;
        var corrections = draft.Options.BiasCorrection ? BiasCorrections.Compute(draft.Prepared, draft.Plan, draft.Table.ChannelMeans, settings) : [];
        return QdqRewriter.Rewrite(draft.Prepared, draft.Plan, settings with { BiasCorrections = corrections });
    }
}
