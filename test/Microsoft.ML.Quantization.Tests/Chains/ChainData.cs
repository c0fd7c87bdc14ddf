using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Made-up rows with labels of every kind, which follow from their numbers.</summary>
internal static class ChainData
{
    public static IDataView Rows(MLContext context, int rows = 200, int seed = 1) => Rows(context, rows, seed, ChainModels.Inputs);

    public static IDataView Rows(MLContext context, int rows, int seed, params int[] dimensions)
    {
        var random = new Random(seed);
        var columns = SchemaDefinition.Create(typeof(ChainRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        int size = dimensions.Aggregate(1, (product, each) => product * each);
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Row(random, i, size)).ToArray(), columns);
    }

    /// <summary>Rows of one to four positions, columns of any length.</summary>
    public static IDataView Sequences(MLContext context, int rows)
    {
        var random = new Random(6);
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Row(random, i, (1 + i % 4) * ChainModels.Inputs)).ToArray());
    }

    /// <summary>The rows without their labels.</summary>
    public static IDataView Unlabelled(MLContext context, IDataView rows) => context.Transforms.DropColumns("Kind", "IsLarge", "Amount").Fit(rows).Transform(rows);

    public static float[][] Vectors(IDataView view, string column) => [.. view.GetColumn<float[]>(view.Schema[column])];

    /// <summary>How close numbers are to others, in decibels.</summary>
    public static double Sqnr(float[][] expected, float[][] actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        double signal = expected.Sum(row => row.Sum(value => (double)value * value));
        double noise = expected.Zip(actual).Sum(pair => pair.First.Zip(pair.Second).Sum(each => Math.Pow(each.First - each.Second, 2)));
        return 10 * Math.Log10(signal / noise);
    }

    private static ChainRow Row(Random random, int id, int size)
    {
        float[] x = QuantizerRun.Uniform(random, size, -1, 1);
        float sum = x[0] + x[1] - x[2];
        return new ChainRow { Id = id, X = x, Amount = sum, IsLarge = sum > 0, Kind = sum > 0.5 ? "high" : sum < -0.5 ? "low" : "middle" };
    }

    internal sealed class ChainRow
    {
        public int Id { get; set; }

        [ColumnName("x")]
        public float[] X { get; set; } = [];

        public string Kind { get; set; } = "";

        public bool IsLarge { get; set; }

        public float Amount { get; set; }
    }
}
