using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Reads one saved tree. What only training needs (binned thresholds, gains, former values) is passed over.</summary>
internal static class TreeReader
{
    private const byte Plain = 0;
    private const byte WithSampledLabels = 2;

    public static Tree Read(ref EntryReader reader, int number)
    {
        byte kind = reader.Byte();
        if (kind is not (Plain or WithSampledLabels))
        {
            throw new UnknownLayoutException($"tree {number} is of an unknown kind, {kind}");
        }

        int leaves = reader.Int();
        reader.Skip<double>(2);
        var (left, right, features) = (reader.Ints(), reader.Ints(), reader.Ints());
        var categories = Categories(ref reader, left.Length, number);
        reader.Ints();
        var (thresholds, missing, values) = (reader.Floats(), reader.Floats(), reader.Doubles());
        for (int i = 0; i < (kind == Plain ? 3 : 5); i++)
        {
            reader.Doubles();
        }

        if (leaves < 1)
        {
            throw new UnknownLayoutException($"tree {number} has {leaves} leaves");
        }

        return IsEmpty(left) ? Constant(0) : leaves == 1 ? Constant(First(values, number)) : Trimmed(leaves - 1, left, right, features, thresholds, missing, categories, values, number);
    }

    private static int[]?[]? Categories(ref EntryReader reader, int nodes, int number)
    {
        int[] categorical = reader.Ints();
        int[]?[]? categories = categorical.Length == 0 ? null : new int[nodes][];
        foreach (int node in categorical)
        {
            if (node < 0 || node >= nodes)
            {
                throw new UnknownLayoutException($"tree {number} calls node {node} categorical, of {nodes} nodes");
            }

            categories![node] = reader.Ints();
            reader.Skip<int>(2);
        }

        return categories;
    }

    /// <summary>ML.NET's scorer takes a first left child of 0, which would be the root again, as the sign of a tree without splits, and its value as 0.</summary>
    private static bool IsEmpty(int[] left) => left.Length > 0 && left[0] == 0;

    private static double First(double[] values, int number) => values.Length > 0 ? values[0] : throw new UnknownLayoutException($"tree {number} has no leaf");

    private static Tree Constant(double value) => new() { Left = [], Right = [], Features = [], Thresholds = [], Leaves = [value] };

    /// <summary>The arrays may be as long as the largest tree that training allowed.</summary>
    private static Tree Trimmed(int nodes, int[] left, int[] right, int[] features, float[] thresholds, float[] missing, int[]?[]? categories, double[] values, int number)
    {
        if (left.Length < nodes || right.Length < nodes || features.Length < nodes || thresholds.Length < nodes || values.Length <= nodes || (missing.Length > 0 && missing.Length < nodes))
        {
            throw new UnknownLayoutException($"the arrays of tree {number} are shorter than its {nodes} nodes");
        }

        return new Tree
        {
            Left = left[..nodes],
            Right = right[..nodes],
            Features = features[..nodes],
            Thresholds = thresholds[..nodes],
            MissingValues = missing.Any(value => value != 0) ? missing[..nodes] : null,
            Categories = categories?[..nodes],
            Leaves = values[..(nodes + 1)],
        };
    }
}
