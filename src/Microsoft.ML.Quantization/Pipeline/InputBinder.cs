using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Finds the shape of every model input from the types of the columns: what the column's dimensions say, what inputs share by
/// the name of a dimension, and what is left when only one assignment fits.
/// </summary>
internal static class InputBinder
{
    /// <param name="columns">The columns and their inputs.</param>
    /// <param name="schema">Where the columns are.</param>
    /// <param name="remedy">What to do about a column that is not there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than its input.</exception>
    public static BoundInput[] Bind(IEnumerable<MappedColumn> columns, DataViewSchema schema, string? remedy = null) =>
        Bind([.. columns.Select(column => (column, (schema.GetColumnOrNull(column.Name) ?? throw ColumnTypes.Missing(column, remedy)).Type))]);

    public static BoundInput[] Bind(IReadOnlyList<(MappedColumn Column, DataViewType Type)> inputs)
    {
        var known = new Dictionary<string, (long Size, string Column)>();
        var bound = new BoundInput?[inputs.Count];

        // Columns with dimensions of their own first: they decide for the ones that share a dimension with them.
        foreach (int i in Enumerable.Range(0, inputs.Count).OrderBy(i => Priority(inputs[i])))
        {
            bound[i] = BindOne(inputs[i].Column, inputs[i].Type, known);
        }

        CheckVariable(bound!);
        return bound!;
    }

    private static int Priority((MappedColumn Column, DataViewType Type) input) =>
        input.Type is not VectorDataViewType vector ? 0 : vector.Size == 0 ? 3 : vector.Dimensions.Length > 1 ? 1 : 2;

    private static BoundInput BindOne(MappedColumn column, DataViewType type, Dictionary<string, (long Size, string Column)> known)
    {
        ColumnTypes.Check(column, type);
        var dimensions = column.Tensor.Dimensions
            ?? throw new NotSupportedException($"Input '{column.Tensor.Name}' of the model has no rank, so column '{column.Name}' cannot be shaped for it. Give the input a shape in the model.");
        var vector = type as VectorDataViewType;
        bool batched = dimensions.Length > 0 && dimensions[0].IsFree && (vector == null || dimensions.Length > 1);
        long[] shape = [.. dimensions.Select(dimension => dimension.Size ?? -1)];
        if (batched)
        {
            shape[0] = 1;
        }

        var solver = new ShapeSolver(column, dimensions, shape, known);
        solver.Solve(vector);
        return new BoundInput(column, vector == null, batched, shape) { IsFlat = vector is { Size: 0 } && !shape.Contains(-1) };
    }

    private static void CheckVariable(BoundInput[] inputs)
    {
        foreach (var input in inputs.Where(input => input.IsVariable))
        {
            var dimensions = input.Column.Tensor.Dimensions!;
            int free = Enumerable.Range(0, dimensions.Length).Where(i => input.RowShape[i] < 0).Select(i => dimensions[i].Parameter ?? $"#{i}").Distinct().Count();
            if (free > 1)
            {
                throw new InvalidOperationException(
                    $"Column '{input.Column.Name}' has rows of unknown size, but input '{input.Column.Tensor.Name}' {input.Column.Tensor.Shape} has {free} free dimensions: "
                    + "a row's length gives only one. Make the column a vector of known dimensions.");
            }
        }
    }
}
