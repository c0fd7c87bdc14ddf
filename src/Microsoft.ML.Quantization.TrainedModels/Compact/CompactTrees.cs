using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>A model whose leaves are rounded to a few bits, each ensemble's with a step of its own, and what that does to the scores at most.</summary>
internal sealed class CompactTrees(TreeModel model, int bits)
{
    /// <summary>The rounding of each ensemble.</summary>
    public IReadOnlyList<LeafRounding> Roundings { get; } = [.. model.Ensembles.Select(ensemble => LeafRounding.Round(ensemble, bits))];

    public int Bits => bits;

    /// <summary>Why no leaf changed; <see langword="null"/> where some did.</summary>
    public string? Reason => Roundings.Any(rounding => rounding.SumError > 0) ? null
        : Roundings.FirstOrDefault(rounding => rounding.Reason != null)?.Reason ?? string.Create(CultureInfo.InvariantCulture, $"the leaves have {bits} bits already");

    /// <summary>The model with rounded leaves. It scores as any other, and all its decisions at nodes are as before.</summary>
    public TreeModel ToModel() => new()
    {
        Ensembles = [.. Roundings.Select(rounding => rounding.Ensemble)],
        Calibrations = model.Calibrations,
        ClassScores = model.ClassScores,
    };
}
