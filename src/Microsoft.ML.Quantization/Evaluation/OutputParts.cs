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

    /// <summary>So many times fewer columns among larger ones are of their kind: classes that hardly ever occur have small scores.</summary>
    private const int Few = 8;

    private const int MostRuns = 4;

    private readonly bool _isLast;
    private readonly int[] _partOf;

    private OutputParts(bool isLast, int[] partOf, int count) => (_isLast, _partOf, Count) = (isLast, partOf, count);

    /// <summary>How many there are, at least one.</summary>
    public int Count { get; }

    /// <param name="values">What FP32 gives for some rows.</param>
    public static OutputParts Find(IReadOnlyList<TensorValue> values) =>
        Dimensions(values[0].Shape).Select(isLast => Along(values, isLast)).FirstOrDefault(parts => parts != null) ?? new OutputParts(true, [], 1);

    /// <param name="sizes">How large the values of each column are.</param>
    /// <param name="isLast">Whether they are along the last dimension, or the second.</param>
    /// <returns><see langword="null"/> where they are of one kind.</returns>
    public static OutputParts? FromSizes(double[] sizes, bool isLast)
    {
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderBy(column => sizes[column]).ThenBy(column => column)];
        List<List<int>> parts = [[]];
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && sizes[order[i - 1]] is > 0 and var before && sizes[order[i]] > before * Gap)
            {
                parts.Add([]);
            }

            parts[^1].Add(order[i]);
        }

        for (int i = parts.Count - 2; i >= 0; i--)
        {
            if (parts[i].Count * Few <= parts[i + 1].Count && parts[i].Min() > parts[i + 1].Min() && parts[i].Max() < parts[i + 1].Max())
            {
                parts[i + 1].AddRange(parts[i]);
                parts.RemoveAt(i);
            }
        }

        var partOf = new int[sizes.Length];
        for (int i = 0; i < parts.Count; i++)
        {
            parts[i].ForEach(column => partOf[column] = i);
        }

        return parts.Count == 1 ? null : new OutputParts(isLast, partOf, parts.Count);
    }

    /// <summary>The dimensions along which an output may have parts, that of fewer columns first, as there are fewer kinds than places: whether each is the last one, or the second.</summary>
    public static IEnumerable<bool> Dimensions(long[] shape) => ((bool[])[true, false]).Where(isLast => Columns(shape, isLast) > 0).OrderBy(isLast => Columns(shape, isLast));

    /// <summary>How many columns an output has; 0 where it is none that could have parts.</summary>
    public static int Columns(long[] shape, bool isLast) =>
        shape.Length < (isLast ? 2 : 3) || (isLast ? shape[^1] : shape[1]) is not (> 1 and <= MostColumns and var columns) ? 0 : (int)columns;

    /// <summary>How many neighbours belong to one column.</summary>
    public static int Stride(long[] shape, bool isLast) => isLast ? 1 : (int)shape.Skip(2).Aggregate(1L, (product, size) => product * size);

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

    /// <summary>The columns of a part, in their order.</summary>
    public int[] ColumnsOf(int part) => [.. Enumerable.Range(0, _partOf.Length).Where(column => _partOf[column] == part)];

    /// <summary>The columns of a part as a slice of the output, such as <c>[.., 4:84]</c> along the last dimension and <c>[:, 4:84]</c> along the second; empty where there is one part.</summary>
    public string Name(int part)
    {
        if (Count == 1)
        {
            return "";
        }

        int[] columns = ColumnsOf(part);
        int[] starts = [.. columns.Where(column => !columns.Contains(column - 1))];
        int[] ends = [.. columns.Where(column => !columns.Contains(column + 1)).Select(column => column + 1)];
        string[] runs = [.. starts.Zip(ends, (start, end) => end == start + 1 ? $"{start}" : $"{start}:{end}").Take(MostRuns)];
        string all = string.Join(" ", runs) + (starts.Length > MostRuns ? " ..." : "");
        return $"[{(_isLast ? ".." : ":")}, {(runs.Length > 1 ? $"({all})" : all)}]";
    }

    /// <returns><see langword="null"/> where the columns are of one kind, or are none.</returns>
    private static OutputParts? Along(IReadOnlyList<TensorValue> values, bool isLast)
    {
        int columns = Columns(values[0].Shape, isLast);
        return columns == 0 || values.Any(value => value.Shape.Length != values[0].Shape.Length || Columns(value.Shape, isLast) != columns) ? null : FromSizes(Sizes(values, columns, isLast), isLast);
    }

    /// <summary>The root of the sum of the squares of each column.</summary>
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
}
