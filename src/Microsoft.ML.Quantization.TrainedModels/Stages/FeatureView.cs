using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Feature vectors as rows of a view.</summary>
internal static class FeatureView
{
    /// <param name="context">The context.</param>
    /// <param name="column">The name of their column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="vectors">The vectors.</param>
    public static IDataView Create(MLContext context, string column, DataViewType type, IEnumerable<VBuffer<float>> vectors)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnName = column;
        definition[nameof(Row.Features)].ColumnType = type;
        return context.Data.LoadFromEnumerable(vectors.Select(vector => new Row { Features = vector }), definition);
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }
    }
}
