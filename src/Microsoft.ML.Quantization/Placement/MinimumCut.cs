namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Parts vertices into two sides so that the edges from the first to the second are the cheapest possible: augmenting paths found
/// breadth first (J. Edmonds and R. Karp, 1972). Whole numbers keep the result the same on every machine.
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
        int[] arrivals = Search();
        while (arrivals[Second] >= 0)
        {
            Augment(arrivals);
            arrivals = Search();
        }

        return Array.ConvertAll(arrivals, edge => edge >= 0);
    }

    /// <summary>The edge by which each vertex is reached from the first over edges that have something left; -1 for those out of reach.</summary>
    private int[] Search()
    {
        int[] arrivals = new int[_vertices.Count];
        Array.Fill(arrivals, -1);
        arrivals[First] = int.MaxValue;
        var queue = new Queue<int>([First]);
        while (queue.TryDequeue(out int vertex) && arrivals[Second] < 0)
        {
            foreach (int edge in _vertices[vertex].Where(edge => _edges[edge].Left > 0 && arrivals[_edges[edge].To] < 0))
            {
                arrivals[_edges[edge].To] = edge;
                queue.Enqueue(_edges[edge].To);
            }
        }

        return arrivals;
    }

    private void Augment(int[] arrivals)
    {
        long flow = long.MaxValue;
        for (int vertex = Second; vertex != First; vertex = _edges[arrivals[vertex] ^ 1].To)
        {
            flow = Math.Min(flow, _edges[arrivals[vertex]].Left);
        }

        for (int vertex = Second; vertex != First; vertex = _edges[arrivals[vertex] ^ 1].To)
        {
            Add(arrivals[vertex], -flow);
            Add(arrivals[vertex] ^ 1, flow);
        }
    }

    private void Add(int edge, long change) => _edges[edge] = _edges[edge] with { Left = _edges[edge].Left + change };
}
