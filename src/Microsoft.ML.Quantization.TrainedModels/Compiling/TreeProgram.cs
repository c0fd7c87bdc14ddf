using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>All trees of a model as flat arrays for the kernels. It does not change, so that threads share it.</summary>
internal sealed class TreeProgram
{
    public TreeProgram(IReadOnlyList<TreeEnsemble> ensembles)
    {
        Conditions = new ConditionTable(ensembles.SelectMany(ensemble => ensemble.Trees));
        var writer = new ProgramWriter(Conditions);
        Trees = [.. ensembles.Select(ensemble => ensemble.Trees.Select(writer.Add).ToArray())];
        ValueCount = Conditions.Count + writer.MostSelections;
        Selections = new AlignedArray<Selection>([.. writer.Selections]);
        Planes = new AlignedArray<int>([.. writer.Planes]);
        Leaves = new AlignedArray<double>([.. writer.Leaves]);
        Exits = new AlignedArray<int>([.. writer.Exits]);
        Walks = new AlignedArray<WalkNode>([.. writer.Walks]);
    }

    public ConditionTable Conditions { get; }

    /// <summary>The trees of each ensemble.</summary>
    public PlannedTree[][] Trees { get; }

    /// <summary>The conditions, and the selections of the largest tree after them.</summary>
    public int ValueCount { get; }

    public AlignedArray<Selection> Selections { get; }

    public AlignedArray<int> Planes { get; }

    public AlignedArray<double> Leaves { get; }

    public AlignedArray<int> Exits { get; }

    public AlignedArray<WalkNode> Walks { get; }
}
