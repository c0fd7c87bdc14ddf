using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>A model whose leaves are rounded to 16 bits, each ensemble's with a step of its own, and what that does to the scores at most.</summary>
internal sealed class CompactTrees(TreeModel model)
{
    /// <summary>The rounding of each ensemble.</summary>
    public IReadOnlyList<LeafRounding> Roundings { get; } = [.. model.Ensembles.Select(LeafRounding.Round)];

    /// <summary>The model with rounded leaves. It scores as any other, and all its decisions at nodes are as before.</summary>
    public TreeModel ToModel() => new()
    {
        Ensembles = [.. Roundings.Select(rounding => rounding.Ensemble)],
        Calibrations = model.Calibrations,
        ClassScores = model.ClassScores,
    };
}
