using System.Text;

namespace Fuzzer;

/// <summary>Counts what became of the cases, by what they were made from.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int[]> _counts = new(StringComparer.Ordinal);
    private readonly object _lock = new();

    public int Failures => _counts.Values.Sum(row => row.Skip((int)OutcomeKind.UnclearError).Sum());

    public void Add(OutcomeKind kind, string source)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(source, out int[]? row))
            {
                _counts[source] = row = new int[Enum.GetValues<OutcomeKind>().Length];
            }

            row[(int)kind]++;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"{"made from",-12}{"cases",8}{"ok",8}{"clear",8}{"unclear",9}{"crash",7}{"hang",6}{"leak",6}");
        foreach (var (source, row) in _counts.Append(new("all", Enumerable.Range(0, 6).Select(i => _counts.Values.Sum(row => row[i])).ToArray())))
        {
            text.AppendLine($"{source,-12}{row.Sum(),8}{row[0],8}{row[1],8}{row[2],9}{row[3],7}{row[4],6}{row[5],6}");
        }

        return text.ToString().TrimEnd();
    }
}
