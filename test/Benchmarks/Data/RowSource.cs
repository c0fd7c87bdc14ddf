namespace Benchmarks;

/// <summary>A known number of rows, each made when it is asked for. Opened when first used, so that absent data hurts nobody else.</summary>
internal sealed class RowSource(Func<(int Count, Func<int, LabelledRow> Row)> open)
{
    private readonly Lazy<(int Count, Func<int, LabelledRow> Row)> _opened = new(open);

    public int Count => _opened.Value.Count;

    public LabelledRow this[int index] => _opened.Value.Row(index);

    public RowSource Where(Predicate<int> chosen) => new(() =>
    {
        int[] indices = [.. Enumerable.Range(0, Count).Where(i => chosen(i))];
        return (indices.Length, i => this[indices[i]]);
    });

    /// <summary>Rows evenly spread over the source; more than it has start again at its beginning.</summary>
    public IEnumerable<LabelledRow> Take(int rows) => Enumerable.Range(0, rows).Select(i => this[rows <= Count ? (int)((long)i * Count / rows) : i % Count]);
}
