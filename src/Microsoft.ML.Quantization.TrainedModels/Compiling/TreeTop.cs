using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>
/// The part of a tree that is decided for many rows at once: all of it, or of a very large tree the nodes over its largest subtrees. Its exits are leaves and the
/// roots of those subtrees, from which each row walks on. Nodes that send all rows one way are left out.
/// </summary>
internal sealed class TreeTop
{
    /// <summary>Up to here it is faster to decide all nodes for 64 to 512 rows at once than to walk row by row.</summary>
    public const int MostExits = 8192;

    private readonly Tree _tree;
    private readonly int[] _conditions;
    private readonly bool[] _isInner;

    public TreeTop(Tree tree, ConditionTable table)
    {
        _tree = tree;
        _conditions = new int[tree.NodeCount];
        for (int node = 0; node < tree.NodeCount; node++)
        {
            _conditions[node] = table.Index(tree, node);
        }

        Root = Effective(tree.NodeCount == 0 ? ~0 : 0);
        _isInner = new bool[tree.NodeCount];
        Expand();
        Number();
    }

    public int Root { get; }

    /// <summary>The inner nodes, each before its children.</summary>
    public List<int> Inner { get; } = [];

    /// <summary>The exits from left to right: a leaf as its complement, or a node.</summary>
    public List<int> Exits { get; } = [];

    /// <summary>For each inner node, the number of its leftmost exit.</summary>
    public Dictionary<int, int> FirstExit { get; } = [];

    public bool IsInner(int child) => child >= 0 && _isInner[child];

    public int Condition(int node) => _conditions[node];

    public int Left(int node) => Effective(_tree.Left[node]);

    public int Right(int node) => Effective(_tree.Right[node]);

    private int Effective(int child)
    {
        while (child >= 0 && _conditions[child] == ConditionTable.Always)
        {
            child = _tree.Right[child];
        }

        return child;
    }

    private void Expand()
    {
        int[] leaves = LeafCounts();
        var largest = new PriorityQueue<int, int>();
        Offer(Root);
        for (int exits = 1; exits < MostExits && largest.TryDequeue(out int node, out _); exits++)
        {
            _isInner[node] = true;
            Offer(Left(node));
            Offer(Right(node));
        }

        void Offer(int child)
        {
            if (child >= 0)
            {
                largest.Enqueue(child, -leaves[child]);
            }
        }
    }

    private int[] LeafCounts()
    {
        var order = new List<int>();
        var open = new Stack<int>([Root]);
        while (open.TryPop(out int child))
        {
            if (child >= 0)
            {
                order.Add(child);
                open.Push(Right(child));
                open.Push(Left(child));
            }
        }

        int[] counts = new int[_tree.NodeCount];
        for (int i = order.Count - 1; i >= 0; i--)
        {
            counts[order[i]] = Count(Left(order[i])) + Count(Right(order[i]));
        }

        return counts;

        int Count(int child) => child < 0 ? 1 : counts[child];
    }

    private void Number()
    {
        var open = new Stack<int>([Root]);
        while (open.TryPop(out int child))
        {
            if (!IsInner(child))
            {
                Exits.Add(child);
                continue;
            }

            Inner.Add(child);
            FirstExit[child] = Exits.Count;
            open.Push(Right(child));
            open.Push(Left(child));
        }
    }
}
