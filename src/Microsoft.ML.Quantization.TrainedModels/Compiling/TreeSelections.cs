using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>
/// The number of a tree's exit as selections: for each of its bits, from the leaves up, that of the right or of the left subtree. A subtree whose exits all have
/// the same bit there needs none.
/// </summary>
internal sealed class TreeSelections
{
    private readonly TreeTop _top;
    private readonly int _firstTarget;
    private readonly Dictionary<int, (int[] Bits, int Exits)> _subtrees = [];

    public TreeSelections(TreeTop top, int firstTarget)
    {
        (_top, _firstTarget) = (top, firstTarget);
        PlaneCount = top.Exits.Count == 1 ? 0 : int.Log2(top.Exits.Count - 1) + 1;
        for (int i = top.Inner.Count - 1; i >= 0; i--)
        {
            Add(top.Inner[i]);
        }

        Planes = Subtree(top.Root, 0).Bits;
    }

    /// <summary>The bits of an exit's number.</summary>
    public int PlaneCount { get; }

    /// <summary>The values that hold the bits of the exit's number, filled up with zeros.</summary>
    public int[] Planes { get; }

    /// <summary>The first writes to the first target, the next to the one after it, and so on.</summary>
    public List<Selection> Selections { get; } = [];

    private void Add(int node)
    {
        int first = _top.FirstExit[node];
        var left = Subtree(_top.Left(node), first);
        var right = Subtree(_top.Right(node), first + left.Exits);
        var known = new Dictionary<(int Left, int Right), int>();
        int[] bits = new int[IndexKernel.MostPlanes];
        for (int plane = 0; plane < PlaneCount; plane++)
        {
            bits[plane] = Select(_top.Condition(node), left.Bits[plane], right.Bits[plane], known);
        }

        _subtrees.Remove(_top.Left(node));
        _subtrees.Remove(_top.Right(node));
        _subtrees[node] = (bits, left.Exits + right.Exits);
    }

    private (int[] Bits, int Exits) Subtree(int child, int exit)
    {
        if (_top.IsInner(child))
        {
            return _subtrees[child];
        }

        int[] bits = new int[IndexKernel.MostPlanes];
        for (int plane = 0; plane < bits.Length; plane++)
        {
            bits[plane] = ((exit >> plane) & 1) == 0 ? ConditionTable.Never : ConditionTable.Always;
        }

        return (bits, 1);
    }

    private int Select(int condition, int left, int right, Dictionary<(int Left, int Right), int> known)
    {
        if (left == right)
        {
            return left;
        }

        if (left == ConditionTable.Never && right == ConditionTable.Always)
        {
            return condition;
        }

        if (!known.TryGetValue((left, right), out int target))
        {
            target = _firstTarget + Selections.Count;
            Selections.Add(new Selection(condition, left, right));
            known.Add((left, right), target);
        }

        return target;
    }
}
