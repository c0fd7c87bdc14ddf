namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Where ML.NET puts the columns that a row mapper adds: one that hides another of its name right behind it, all others at the end.</summary>
internal static class ColumnPlaces
{
    /// <param name="input">The columns that are there.</param>
    /// <param name="added">The names of those that are added.</param>
    /// <returns>For each column of the output its index in the input, or the complement of its index among those added.</returns>
    public static int[] Create(DataViewSchema input, IReadOnlyList<string> added)
    {
        List<int> places = [.. Enumerable.Range(0, input.Count)];
        for (int i = 0; i < added.Count; i++)
        {
            int hidden = places.FindLastIndex(place => (place >= 0 ? input[place].Name : added[~place]) == added[i]);
            places.Insert(hidden < 0 ? places.Count : hidden + 1, ~i);
        }

        return [.. places];
    }

    /// <summary>All added ones at the end.</summary>
    public static int[] AtTheEnd(int input, int added) => [.. Enumerable.Range(0, input), .. Enumerable.Range(0, added).Select(i => ~i)];
}
