using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Rows in memory as the view that a pipeline is fitted to.</summary>
internal static class FittedRows
{
    /// <param name="context">The context.</param>
    /// <param name="rows">The values of a model's only input.</param>
    public static IDataView View(MLContext context, IEnumerable<TensorValue> rows)
    {
        TensorValue first = rows.First();
        var definition = SchemaDefinition.Create(typeof(Row));
        var column = definition[nameof(Row.Values)];
        column.ColumnName = first.Name;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, first.Shape.Skip(1).Select(size => (int)size).ToArray());
        return context.Data.LoadFromEnumerable(rows.Select(row => new Row { Values = (float[])row.Values }), definition);
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
