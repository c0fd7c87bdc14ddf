using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// Which values of an output are of one kind. A detector writes boxes of 0 to 640 beside scores of 0 to 1 into one tensor: in one sum of squares an error
/// that ruins the scores is nothing. Columns along one dimension that differ much in size are apart.
/// </summary>
internal sealed class OutputParts
{
    /// <summary>Columns are told apart one by one, and more of them than this are places, not kinds.</summary>
    private const int MostColumns = 1024;

    /// <summary>How many times the next smaller column is, where a part begins.</summary>
    private const double Gap = 16;

    private readonly bool _isLast;
    private readonly int[] _partOf;

    private OutputParts(bool isLast, int[] partOf, int count) => (_isLast, _partOf, Count) = (isLast, partOf, count);

    /// <summary>How many there are, at least one.</summary>
    public int Count { get; }

    /// <param name="values">What FP32 gives for some rows.</param>
    public static OutputParts Find(IReadOnlyList<TensorValue> values) =>
        Along(values, isLast: true) ?? Along(values, isLast: false) ?? new OutputParts(true, [], 1);

    /// <summary>The values of a part.</summary>
    public float[] Select(float[] values, long[] shape, int part)
    {
        if (Count == 1 || shape.Length == 0)
        {
            return values;
        }

        int stride = Stride(shape, _isLast);
        return [.. values.Where((_, i) => _partOf[i / stride % _partOf.Length] == part)];
    }

    /// <summary>The columns of a part, for readers; empty where there is one part.</summary>
    public string Name(int part)
    {
        int[] columns = [.. Enumerable.Range(0, _partOf.Length).Where(column => _partOf[column] == part)];
        return Count == 1 ? "" : columns[^1] - columns[0] == columns.Length - 1 && columns.Length > 1 ? $"columns {columns[0]} to {columns[^1]}"
            : $"columns {string.Join(", ", columns.Take(4))}{(columns.Length > 4 ? $" and {columns.Length - 4} more" : "")}";
    }

    /// <returns><see langword="null"/> where the columns are of one kind, or are none.</returns>
    private static OutputParts? Along(IReadOnlyList<TensorValue> values, bool isLast)
    {
        long[] first = values[0].Shape;
        if (first.Length < (isLast ? 2 : 3) || (isLast ? first[^1] : first[1]) is not (> 1 and <= MostColumns and var columns)
            || values.Any(value => value.Shape.Length != first.Length || (isLast ? value.Shape[^1] : value.Shape[1]) != columns))
        {
            return null;
        }

        double[] sizes = Sizes(values, (int)columns, isLast);
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderBy(column => sizes[column]).ThenBy(column => column)];
        var partOf = new int[sizes.Length];
        int part = 0;
        for (int i = 1; i < order.Length; i++)
        {
            double before = sizes[order[i - 1]];
            part += before > 0 && sizes[order[i]] > before * Gap ? 1 : 0;
            partOf[order[i]] = part;
        }

        return part == 0 ? null : new OutputParts(isLast, partOf, part + 1);
    }

    /// <summary>The root of the mean square of each column.</summary>
    private static double[] Sizes(IReadOnlyList<TensorValue> values, int columns, bool isLast)
    {
        var sums = new double[columns];
        foreach (var value in values)
        {
            int stride = Stride(value.Shape, isLast);
            float[] floats = (float[])value.Values;
            for (int i = 0; i < floats.Length; i++)
            {
                double square = (double)floats[i] * floats[i];
                sums[i / stride % columns] += double.IsFinite(square) ? square : 0;
            }
        }

        return Array.ConvertAll(sums, Math.Sqrt);
    }

    private static int Stride(long[] shape, bool isLast) => isLast ? 1 : (int)shape.Skip(2).Aggregate(1L, (product, size) => product * size);
}
