using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Quantizes predictors made of trees: every score and decision stays the same bits.</summary>
internal sealed class TreeStages : IStageQuantizer
{
    public bool TryQuantize(MLContext context, ITransformer stage, [NotNullWhen(true)] out ITransformer? quantized, out string explanation)
    {
        quantized = null;
        if (stage is TreePredictionTransformer)
        {
            explanation = "it is quantized already";
            return false;
        }

        if (!TreeEngine.TryCreate(context, stage, out var engine, out string? reason) || !Decision.TryRead(stage, out var decision, out reason))
        {
            explanation = reason;
            return false;
        }

        var made = new TreePredictionTransformer((ISingleFeaturePredictionTransformer<object>)stage, engine, decision);
        if (MadeUpRows.Difference(context, made, engine.Model) is { } difference)
        {
            explanation = difference;
            return false;
        }

        (quantized, explanation) = (made, Describe(engine.Model));
        return true;
    }

    private static string Describe(TreeModel model)
    {
        long trees = model.Ensembles.Sum(ensemble => (long)ensemble.Trees.Count);
        long leaves = model.Ensembles.Sum(ensemble => ensemble.Trees.Sum(tree => (long)tree.Leaves.Length));
        return string.Create(CultureInfo.InvariantCulture, $"{trees:N0} tree{(trees == 1 ? "" : "s")} of {leaves:N0} leaves, decided in bytes");
    }
}
