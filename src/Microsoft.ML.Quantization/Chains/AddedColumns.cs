namespace Microsoft.ML.Quantization.Chains;

/// <summary>
/// The columns that a stage adds. They are not always the last ones: ML.NET puts a column that hides another right behind it, and a view may have fewer columns
/// than the schema that was asked about.
/// </summary>
internal static class AddedColumns
{
    /// <summary>The names that occur more often than in the input; all names where the stage adds none.</summary>
    public static HashSet<string> Names(DataViewSchema input, DataViewSchema output)
    {
        var before = input.CountsBy(column => column.Name);
        var added = output.CountsBy(column => column.Name).Where(each => each.Value > before.GetValueOrDefault(each.Key)).Select(each => each.Key).ToHashSet();
        return added.Count > 0 ? added : [.. output.Select(column => column.Name)];
    }

    /// <summary>The columns of these names that are not hidden, which of several of a name is the last one.</summary>
    public static DataViewSchema.Column[] Find(HashSet<string> names, DataViewSchema output) => [.. output.Where(column => !column.IsHidden && names.Contains(column.Name))];

    private static Dictionary<string, int> CountsBy(this DataViewSchema schema, Func<DataViewSchema.Column, string> key) => schema.GroupBy(key).ToDictionary(group => group.Key, group => group.Count());
}
