using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Made-up data of every type.</summary>
internal static class PipelineData
{
    public static IDataView Table(MLContext context, int rows, int size)
    {
        var random = new Random(11);
        return Table(
            context, Enumerable.Range(0, rows).Select(i => new TableRow { Id = i, Name = $"row {i}", X = Floats(random, size), Other = Floats(random, 1 + i % 4) }).ToArray(), size);
    }

    /// <summary>Rows as they come, x with dimensions of its own.</summary>
    public static IDataView Table(MLContext context, IEnumerable<TableRow> rows, params int[] dimensions) =>
        context.Data.LoadFromEnumerable(rows, TableColumns(dimensions));

    /// <summary>The columns of <see cref="TableRow"/>, x with dimensions of its own.</summary>
    public static SchemaDefinition TableColumns(params int[] dimensions)
    {
        var columns = SchemaDefinition.Create(typeof(TableRow));
        columns["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return columns;
    }

    public static IDataView Types(MLContext context, int rows)
    {
        var random = new Random(12);
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new TypesRow
        {
            Id = i,
            Scalar = random.NextSingle() - 0.5f,
            Vector = Floats(random, 3),
            Double = [i, -i, 0.5],
            Int32 = [i, -i, 3],
            Int64 = [i, -i, long.MaxValue - i],
            Byte = [(byte)i, 255, 0],
            Boolean = [i % 2 == 0, true, i % 3 == 0],
            Image = Floats(random, 24),
        }).ToArray());
    }

    public static IDataView Sequences(MLContext context, int rows) => context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new SequenceRow
    {
        Id = i,
        Ids = [.. Enumerable.Range(0, Length(i)).Select(j => (long)(100 * i + j))],
        Mask = [.. Enumerable.Range(0, Length(i)).Select(j => (long)(j % 2))],
    }).ToArray());

    /// <summary>Numbers of so few bits that sums of products are exact in any order.</summary>
    public static float[] Floats(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-64, 65) / 64f)];

    // Runs of equal length and changes between them.
    private static int Length(int row) => 1 + row / 4 % 5;

    internal sealed class TableRow
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        [ColumnName("x")]
        public float[] X { get; set; } = [];

        public float[] Other { get; set; } = [];
    }

    internal sealed class TypesRow
    {
        public int Id { get; set; }

        public float Scalar { get; set; }

        [VectorType(3)]
        public float[] Vector { get; set; } = [];

        [VectorType(3)]
        public double[] Double { get; set; } = [];

        [VectorType(3)]
        public int[] Int32 { get; set; } = [];

        [VectorType(3)]
        public long[] Int64 { get; set; } = [];

        [VectorType(3)]
        public byte[] Byte { get; set; } = [];

        [VectorType(3)]
        public bool[] Boolean { get; set; } = [];

        [VectorType(2, 3, 4)]
        public float[] Image { get; set; } = [];
    }

    internal sealed class SequenceRow
    {
        public int Id { get; set; }

        public long[] Ids { get; set; } = [];

        public long[] Mask { get; set; } = [];
    }
}
