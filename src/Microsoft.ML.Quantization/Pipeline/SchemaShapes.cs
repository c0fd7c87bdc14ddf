namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Schema shapes through ML.NET's public surface: a shape's column has no public constructor, but a loader that has only a
/// schema is turned into a shape by the estimator that is appended to it.
/// </summary>
internal static class SchemaShapes
{
    public static SchemaShape Create(DataViewSchema schema) => new SchemaOnlyLoader(schema).Append(new Identity()).GetOutputSchema();

    /// <summary>The columns of <paramref name="input"/>, with those of <paramref name="added"/> in place of their namesakes.</summary>
    public static SchemaShape With(this SchemaShape input, DataViewSchema added)
    {
        var columns = input.ToDictionary(column => column.Name);
        foreach (var column in Create(added))
        {
            columns[column.Name] = column;
        }

        return new SchemaShape(columns.Values);
    }

    private sealed class SchemaOnlyLoader(DataViewSchema schema) : IDataLoader<object>
    {
        public DataViewSchema GetOutputSchema() => schema;

        public IDataView Load(object input) => throw new NotSupportedException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }

    private sealed class Identity : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => throw new NotSupportedException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
