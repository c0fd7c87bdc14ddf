using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Quantizes predictors made of trees: every score and decision stays the same bits.</summary>
internal sealed class TreeStages : IStageQuantizer
{
    public StageQuantization Quantize(StageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Stage is QuantizedPredictionTransformer)
        {
            return StageQuantization.Stays("it is quantized already");
        }

        if (!TreeEngine.TryCreate(request.Context, request.Stage, out var engine, out string? reason) || !Decision.TryRead(request.Stage, out var decision, out reason))
        {
            return StageQuantization.Stays(reason);
        }

        var made = new QuantizedPredictionTransformer((ISingleFeaturePredictionTransformer<object>)request.Stage, engine, decision);
        return MadeUpRows.Difference(request.Context, made, engine.Model) is { } difference
            ? StageQuantization.Stays(difference)
            : StageQuantization.Exact(made, Describe(engine.Model));
    }

    private static string Describe(TreeModel model)
    {
        long trees = model.Ensembles.Sum(ensemble => (long)ensemble.Trees.Count);
        long leaves = model.Ensembles.Sum(ensemble => ensemble.Trees.Sum(tree => (long)tree.Leaves.Length));
        return string.Create(CultureInfo.InvariantCulture, $"{trees:N0} tree{(trees == 1 ? "" : "s")} of {leaves:N0} leaves, decided in bytes");
    }
}
