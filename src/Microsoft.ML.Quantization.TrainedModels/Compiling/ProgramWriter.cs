using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>Lays out trees one behind the other.</summary>
internal sealed class ProgramWriter(ConditionTable conditions)
{
    public List<Selection> Selections { get; } = [];

    public List<int> Planes { get; } = [];

    public List<double> Leaves { get; } = [];

    public List<int> Exits { get; } = [];

    public List<WalkNode> Walks { get; } = [];

    public int MostSelections { get; private set; }

    public PlannedTree Add(Tree tree)
    {
        var top = new TreeTop(tree, conditions);
        var selections = new TreeSelections(top, conditions.Count);
        bool walks = top.Exits.Exists(exit => exit >= 0);
        var planned = new PlannedTree(Selections.Count, selections.Selections.Count, Planes.Count, selections.PlaneCount, Leaves.Count, walks ? Exits.Count : -1);
        Selections.AddRange(selections.Selections);
        Planes.AddRange(selections.Planes);
        MostSelections = Math.Max(MostSelections, selections.Selections.Count);
        if (walks)
        {
            AddWalks(tree, top);
        }
        else
        {
            AddLeaves(tree, top, Math.Max(LeafKernel.TableUnit, 1 << selections.PlaneCount));
        }

        return planned;
    }

    /// <summary>The leaves in the order of the exits, filled up to what the kernels load.</summary>
    private void AddLeaves(Tree tree, TreeTop top, int length)
    {
        Leaves.AddRange(top.Exits.Select(exit => tree.Leaves[~exit]));
        Leaves.AddRange(new double[length - top.Exits.Count]);
    }

    private void AddWalks(Tree tree, TreeTop top)
    {
        var (node, leaf) = (Walks.Count, Leaves.Count);
        Leaves.AddRange(tree.Leaves);
        Leaves.AddRange(new double[-tree.Leaves.Length & (LeafKernel.TableUnit - 1)]);
        for (int i = 0; i < tree.NodeCount; i++)
        {
            Walks.Add(new WalkNode(top.Condition(i), Global(top.Left(i)), Global(top.Right(i))));
        }

        Exits.AddRange(top.Exits.Select(Global));

        int Global(int child) => child >= 0 ? node + child : ~(leaf + ~child);
    }
}
