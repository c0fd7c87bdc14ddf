using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>ML.NET's own OnnxTransformer: the form in which a step is saved.</summary>
internal static class StockTransformer
{
    private const string ModelEntry = "OnnxModel";

    /// <summary>Writes <paramref name="model"/> as a stock transformer would write itself.</summary>
    public static void Save(TransformsCatalog catalog, ScoringModel model, ModelSaveContext context)
    {
        string[] inputs = [.. model.Inputs.Select(input => input.Column.Name).Distinct()];
        string[] outputs = [.. model.Outputs.Select(output => output.Column.Name)];
        using var file = TemporaryFile.Of(model.Portable);
        using var transformer = catalog.ApplyOnnxModel(outputs, inputs, file.Path).Fit(new SchemaOnlyView(InputSchema(model)));
        ((ICanSaveModel)transformer).Save(context);
    }

    /// <summary>The ONNX model inside <paramref name="transformer"/>, which it gives only by saving itself.</summary>
    public static byte[] Model(MLContext context, OnnxTransformer transformer)
    {
        using var stream = new MemoryStream();
        context.Model.Save(transformer, null, stream);
        using var archive = new ZipArchive(stream);
        using var entry = archive.Entries.Single(entry => entry.Name == ModelEntry).Open();
        using var reader = new BinaryReader(entry);
        return reader.ReadBytes(reader.ReadInt32());
    }

    private static DataViewSchema InputSchema(ScoringModel model)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var input in model.Inputs.DistinctBy(input => input.Column.Name))
        {
            var item = ItemTypes.Of(input.Column.Tensor.Type);
            builder.AddColumn(input.Column.Name, input.IsScalar ? item : input.IsVariable ? new VectorDataViewType(item) : new VectorDataViewType(item, input.FixedSize));
        }

        return builder.ToSchema();
    }

    /// <summary>The fit of a stock scoring estimator looks at nothing but the schema.</summary>
    private sealed class SchemaOnlyView(DataViewSchema schema) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema => schema;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => throw new NotSupportedException();

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => throw new NotSupportedException();
    }
}
