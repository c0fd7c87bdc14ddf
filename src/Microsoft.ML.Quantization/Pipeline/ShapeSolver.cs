using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Fills the free dimensions (-1) of one input's row shape from its column, and the shared ones from other inputs.</summary>
internal sealed class ShapeSolver(MappedColumn column, TensorDimension[] dimensions, long[] shape, Dictionary<string, (long Size, string Column)> known)
{
    public void Solve(VectorDataViewType? vector)
    {
        if (vector is { Size: > 0 } && AlignedDimensions(vector) is { } aligned)
        {
            for (int i = 0; i < shape.Length; i++)
            {
                Set(i, aligned[i]);
            }

            return;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] < 0 && dimensions[i].Parameter is { } name && known.TryGetValue(name, out var shared))
            {
                shape[i] = shared.Size;
            }
        }

        if (vector is not { Size: 0 })
        {
            SolveBySize(vector?.Size ?? 1);
        }
    }

    /// <summary>The column's dimensions where they stand for the tensor's, with or without the batch dimension.</summary>
    private long[]? AlignedDimensions(VectorDataViewType vector)
    {
        long[] given = [.. vector.Dimensions.Select(size => (long)size)];
        if (given.Length == shape.Length - 1 && shape[0] == 1)
        {
            given = [1, .. given];
        }

        if (given.Length == shape.Length && given.Zip(shape).All(pair => pair.Second < 0 || pair.First == pair.Second))
        {
            return given;
        }

        long[] Essential(IEnumerable<long> sizes) => [.. sizes.Where(size => size != 1)];
        var (mine, wanted) = (Essential(given), Essential(shape));
        if (mine.Length > 1 && !mine.SequenceEqual(wanted) && mine.Order().SequenceEqual(wanted.Order()))
        {
            throw Mismatch($"its dimensions {Text(given)} come in another order. ExtractPixels puts the colours first or last by its interleavePixelColors");
        }

        return null;
    }

    private void SolveBySize(long size)
    {
        long fixedSize = ElementCount.Multiply(shape.Where(dimension => dimension > 0));
        int[] free = [.. Enumerable.Range(0, shape.Length).Where(i => shape[i] < 0)];
        string[] names = [.. free.Select(i => dimensions[i].Parameter ?? $"#{i}").Distinct()];
        if (size % fixedSize != 0 || (free.Length == 0 && size != fixedSize))
        {
            throw Mismatch($"it has {size} values a row, while the input takes {(free.Length == 0 ? "" : "multiples of ")}{fixedSize}");
        }

        long rest = size / fixedSize;
        long each = names.Length == 1 ? (long)Math.Round(Math.Pow(rest, 1.0 / free.Length)) : 1;
        if (names.Length > 1 && rest != 1)
        {
            throw Mismatch($"its {size} values a row fit in several ways. Give the column dimensions, as ExtractPixels does or [VectorType({string.Join(", ", dimensions.Skip(1))})]");
        }

        foreach (int i in free)
        {
            Set(i, each);
        }

        if (ElementCount.Multiply(shape) != size)
        {
            throw Mismatch($"its {size} values a row fit no sizes of the free dimensions");
        }
    }

    private void Set(int i, long size)
    {
        shape[i] = size;
        if (dimensions[i].Parameter is not { } name || (i == 0 && shape.Length > 1))
        {
            return;
        }

        if (known.TryGetValue(name, out var other) && other.Size != size)
        {
            throw new InvalidOperationException(
                $"Columns '{other.Column}' and '{column.Name}' disagree on dimension '{name}' of the model: {other.Size} and {size}. Give them the same size.");
        }

        known[name] = (size, column.Name);
    }

    private InvalidOperationException Mismatch(string what) =>
        new($"Column '{column.Name}' does not fit input '{column.Tensor.Name}' {column.Tensor.Shape}: {what}.");

    private static string Text(long[] sizes) => string.Join("x", sizes);
}
