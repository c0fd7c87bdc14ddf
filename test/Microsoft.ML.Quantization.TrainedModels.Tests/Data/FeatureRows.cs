using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>Feature vectors in and out of views.</summary>
internal static class FeatureRows
{
    public static List<VBuffer<float>> Read(IDataView view)
    {
        var rows = new List<VBuffer<float>>();
        var column = view.Schema["Features"];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        while (cursor.MoveNext())
        {
            VBuffer<float> row = default;
            get(ref row);
            rows.Add(row);
        }

        return rows;
    }

    public static IDataView View(MLContext context, IEnumerable<VBuffer<float>> rows, int length)
    {
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return context.Data.LoadFromEnumerable(rows.Select(row => new FeatureRow { Features = row }), schema);
    }

    public sealed class FeatureRow
    {
        public VBuffer<float> Features { get; set; }

        public uint Group { get; set; } = 1;
    }
}
