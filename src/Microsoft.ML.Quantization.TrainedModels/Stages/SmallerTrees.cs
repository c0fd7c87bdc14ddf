using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;
using Microsoft.ML.Quantization.TrainedModels.Writing;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>A predictor of ML.NET's own that takes less space when it is saved, with the trees that it has.</summary>
/// <param name="Stock">The predictor; the one that was there where nothing is to be saved in less space, or cannot be.</param>
/// <param name="Model">Its trees.</param>
/// <param name="IsCleared">Whether it is without what only training used.</param>
internal sealed record SmallerTrees(ITransformer Stock, TreeModel Model, bool IsCleared)
{
    /// <summary>How leaves were rounded; <see langword="null"/> where they are as before.</summary>
    public CompactTrees? Compact { get; private init; }

    /// <summary>The trees before they were rounded.</summary>
    public required TreeModel Exact { get; init; }

    /// <summary>What was asked for and not done, with the reason; for the report.</summary>
    public string? Note { get; private init; }

    public static SmallerTrees Create(StageRequest request, SavedTrees trees)
    {
        var options = request.Options;
        var compact = options.Level == QuantizationLevel.Compact ? new CompactTrees(trees.Model, options.LeafBits) : null;
        string? note = compact?.Reason is { } reason ? $"leaves stay as they are, as {reason}" : null;
        compact = note == null ? compact : null;
        if (compact == null && !options.ClearTrainingFields)
        {
            return new SmallerTrees(request.Stage, trees.Model, false) { Exact = trees.Model, Note = note };
        }

        try
        {
            var model = compact?.ToModel() ?? trees.Model;
            TreeModelEdit.Run(trees, model, options.ClearTrainingFields);
            return new SmallerTrees(trees.Stage.Load(request.Context), model, options.ClearTrainingFields) { Compact = compact, Exact = trees.Model, Note = note };
        }
        catch (UnknownLayoutException unknown)
        {
            return None(request, trees.Model, unknown.Message);
        }
    }

    public static SmallerTrees None(StageRequest request, TreeModel model, string reason) => new(request.Stage, model, false) { Exact = model, Note = $"saved as it was, as {reason}" };
}
