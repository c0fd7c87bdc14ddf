using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>Estimator and transformer say the same of their output, before data is there, and refuse the same inputs.</summary>
internal static class SchemaContract
{
    public static void Check<T>(IEstimator<T> estimator, T transformer, IDataView data, string[] outputs, IDataView[] invalid)
        where T : class, ITransformer
    {
        var schema = transformer.GetOutputSchema(data.Schema);
        AssertSame(schema, transformer.Transform(data).Schema);
        CollectionAssert.AreEqual(
            Describe(SchemaShapes.Create(schema)), Describe(estimator.GetOutputSchema(SchemaShapes.Create(data.Schema))), "The shape at design time is that of the schema.");
        CollectionAssert.AreEqual(outputs, schema.Skip(data.Schema.Count).Select(column => column.Name).ToArray());
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        AssertSame(schema, mapper.OutputSchema);
        foreach (var view in invalid)
        {
            AssertRefused(() => transformer.GetOutputSchema(view.Schema));
            AssertRefused(() => transformer.Transform(view));
            AssertRefused(() => transformer.GetRowToRowMapper(view.Schema));
            AssertRefused(() => estimator.Fit(view));
            if (!SameShape(view.Schema, data.Schema))
            {
                AssertRefused(() => estimator.GetOutputSchema(SchemaShapes.Create(view.Schema)));
            }
        }
    }

    public static void AssertSame(DataViewSchema expected, DataViewSchema actual) =>
        CollectionAssert.AreEqual(expected.Select(Describe).ToArray(), actual.Select(Describe).ToArray());

    private static void AssertRefused(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            StringAssert.Contains(e.Message, "olumn", "The message names the column.");
            return;
        }

        Assert.Fail("An input that does not fit was taken.");
    }

    // A shape holds no sizes: data that differs in these alone is refused later.
    private static bool SameShape(DataViewSchema left, DataViewSchema right) => Describe(SchemaShapes.Create(left)).SequenceEqual(Describe(SchemaShapes.Create(right)));

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(column => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey}").Order(StringComparer.Ordinal)];

    private static string Describe(DataViewSchema.Column column) =>
        $"{column.Name} {column.Type} {column.IsHidden} {string.Join(',', column.Annotations.Schema.Select(annotation => annotation.Name))}";
}
