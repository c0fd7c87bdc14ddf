namespace Microsoft.ML.Quantization.Common;

/// <summary>Finds what someone may have meant by a name that does not exist.</summary>
internal static class ClosestNames
{
    private const int Most = 3;

    /// <returns>The names that take the fewest changed letters, the closest first.</returns>
    public static string[] Find(string name, IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).OrderBy(candidate => Distance(name, candidate)).ThenBy(candidate => candidate, StringComparer.Ordinal).Take(Most)];

    /// <summary>The edit distance of V. I. Levenshtein, in which upper and lower case are the same letter.</summary>
    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 0; i < left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replaced = previous[j] + (char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1);
                current[j + 1] = Math.Min(replaced, Math.Min(previous[j + 1], current[j]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
