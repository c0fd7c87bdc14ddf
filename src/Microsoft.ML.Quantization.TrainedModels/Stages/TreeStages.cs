using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Quantizes predictors made of trees: every score and decision stays the same bits, unless rounded leaves are asked for.</summary>
internal sealed class TreeStages : IStageQuantizer
{
    public StageQuantization Quantize(StageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Stage is QuantizedPredictionTransformer)
        {
            return StageQuantization.Stays("it is quantized already");
        }

        if (!TreeModelReader.TryRead(request.Context, request.Stage, out var trees, out string? reason) || !Decision.TryRead(request.Stage, out var decision, out reason))
        {
            return StageQuantization.Stays(reason);
        }

        // What is saved of a large model is not held any longer than it is needed.
        var smaller = SmallerTrees.Create(request, trees);
        var made = Make(request, smaller, decision);
        return made.Transformer != null || smaller.Stock == request.Stage ? made : Make(request, SmallerTrees.None(request, smaller.Exact, made.Explanation), decision);
    }

    private static StageQuantization Make(StageRequest request, SmallerTrees trees, Decision decision)
    {
        var made = new QuantizedPredictionTransformer((ISingleFeaturePredictionTransformer<object>)trees.Stock, new TreeEngine(trees.Model), decision);

        // Rounded trees are compared with what ML.NET makes of the same.
        if (MadeUpRows.Difference(request.Context, trees.Compact == null ? request.Stage : trees.Stock, made, trees.Model) is { } difference)
        {
            return StageQuantization.Stays(difference);
        }

        if (trees.Compact == null)
        {
            return StageQuantization.Exact(made, TreeExplanation.Create(trees, null));
        }

        var error = CompactProof.Run(request, made, trees, out string? other);
        return other == null ? StageQuantization.Rounded(made, TreeExplanation.Create(trees, error)) : StageQuantization.Stays(other);
    }
}
