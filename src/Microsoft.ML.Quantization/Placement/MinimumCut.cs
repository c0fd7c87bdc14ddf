namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Parts vertices into two sides so that the edges from the first to the second are the cheapest possible: all shortest augmenting paths at a
/// time (Y. Dinitz, 1970), which takes a few rounds where thousands of nodes stand side by side. Whole numbers keep the result the same on every
/// machine.
/// </summary>
internal sealed class MinimumCut
{
    /// <summary>A vertex that is always on the first side.</summary>
    public const int First = 0;

    /// <summary>A vertex that is always on the second side.</summary>
    public const int Second = 1;

    /// <summary>The weight of an edge that must not be cut.</summary>
    public const long Never = long.MaxValue / 4;

    private readonly List<(int To, long Left)> _edges = [];
    private readonly List<List<int>> _vertices = [[], []];

    public int AddVertex()
    {
        _vertices.Add([]);
        return _vertices.Count - 1;
    }

    /// <summary>Makes it cost <paramref name="weight"/> to have <paramref name="from"/> on the first side and <paramref name="to"/> on the second.</summary>
    public void AddEdge(int from, int to, long weight)
    {
        _vertices[from].Add(_edges.Count);
        _edges.Add((to, weight));
        _vertices[to].Add(_edges.Count);
        _edges.Add((from, 0));
    }

    /// <summary>Whether each vertex is on the first side; of several cheapest cuts the one with the fewest vertices there.</summary>
    public bool[] Solve()
    {
        int[] levels = Levels();
        while (levels[Second] >= 0)
        {
            FillShortestPaths(levels);
            levels = Levels();
        }

        return Array.ConvertAll(levels, level => level >= 0);
    }

    /// <summary>How many edges with something left lead from the first vertex to each; -1 for those out of reach.</summary>
    private int[] Levels()
    {
        int[] levels = new int[_vertices.Count];
        Array.Fill(levels, -1);
        levels[First] = 0;
        var queue = new Queue<int>([First]);
        while (queue.TryDequeue(out int vertex) && levels[Second] < 0)
        {
            foreach (int edge in _vertices[vertex])
            {
                var (to, left) = _edges[edge];
                if (left > 0 && levels[to] < 0)
                {
                    levels[to] = levels[vertex] + 1;
                    queue.Enqueue(to);
                }
            }
        }

        return levels;
    }

    /// <summary>Fills all paths that go up one level with every edge, until none has anything left: no edge is looked at again that has led nowhere.</summary>
    private void FillShortestPaths(int[] levels)
    {
        int[] next = new int[_vertices.Count];
        List<int> path = [];
        while (true)
        {
            int vertex = path.Count == 0 ? First : _edges[path[^1]].To;
            if (vertex == Second)
            {
                Fill(path);
            }
            else if (Onward(vertex, levels, next) is var edge and >= 0)
            {
                path.Add(edge);
            }
            else if (path.Count > 0)
            {
                path.RemoveAt(path.Count - 1);
                next[path.Count == 0 ? First : _edges[path[^1]].To]++;
            }
            else
            {
                return;
            }
        }
    }

    private int Onward(int vertex, int[] levels, int[] next)
    {
        for (var edges = _vertices[vertex]; next[vertex] < edges.Count; next[vertex]++)
        {
            var (to, left) = _edges[edges[next[vertex]]];
            if (left > 0 && levels[to] == levels[vertex] + 1)
            {
                return edges[next[vertex]];
            }
        }

        return -1;
    }

    /// <summary>Takes from all edges of a path what the least of them has left, and goes back to that one.</summary>
    private void Fill(List<int> path)
    {
        long flow = path.Min(edge => _edges[edge].Left);
        foreach (int edge in path)
        {
            Add(edge, -flow);
            Add(edge ^ 1, flow);
        }

        int empty = path.FindIndex(edge => _edges[edge].Left == 0);
        path.RemoveRange(empty, path.Count - empty);
    }

    private void Add(int edge, long change) => _edges[edge] = _edges[edge] with { Left = _edges[edge].Left + change };
}
