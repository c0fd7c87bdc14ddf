using System.Globalization;
using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>ML.NET's own OnnxTransformer: the form in which a step is saved.</summary>
internal static class StockTransformer
{
    private const string ModelEntry = "OnnxModel";

    /// <summary>Writes <paramref name="model"/> as a stock transformer would write itself.</summary>
    public static void Save(ScoringModel model, ModelSaveContext context)
    {
        string[] inputs = [.. model.Inputs.Select(input => input.Column.Name).Distinct()];
        string[] outputs = [.. model.Outputs.Select(output => output.Column.GraphName)];
        ThrowIfTooLarge(model.Portable);
        using var folder = new TemporaryFolder();
        string file = folder.NewFile("portable.onnx");
        OnnxModelWriter.Save(model.Portable, file);

        // A context of its own: the user's may name a GPU, which nothing here runs on and the package for CPUs lacks.
        using var transformer = new MLContext().Transforms.ApplyOnnxModel(outputs, inputs, file).Fit(new SchemaOnlyView(InputSchema(model)));
        ((ICanSaveModel)transformer).Save(context);
    }

    /// <summary>The ONNX model inside <paramref name="transformer"/>, which it gives only by saving itself.</summary>
    public static ModelProto Model(MLContext context, OnnxTransformer transformer) => ModelProto.Parser.ParseFrom(Bytes(context, transformer));

    /// <summary>The same as the bytes of its file.</summary>
    public static byte[] Bytes(MLContext context, OnnxTransformer transformer)
    {
        using var folder = new TemporaryFolder();
        using var stream = new FileStream(folder.NewFile("saved.zip"), FileMode.Open);
        context.Model.Save(transformer, null, stream);
        using var archive = new ZipArchive(stream);
        var entry = archive.Entries.Single(entry => entry.Name == ModelEntry);
        using var content = entry.Open();

        // The length of the model, which ends with the entry.
        content.ReadExactly(new byte[sizeof(int)]);
        byte[] bytes = new byte[entry.Length - sizeof(int)];
        content.ReadExactly(bytes);
        return bytes;
    }

    private static void ThrowIfTooLarge(OnnxModel model)
    {
        if (model.DataFolder != null)
        {
            throw new NotSupportedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The INT8 model made from '{model.SourcePath}' has {model.WeightBytes / 1e9:0.0} GB of weights. A saved pipeline holds a model in one piece, of up to {model.InlineLimit / 1e9:0.0} GB. Save the model by SaveOnnx, which puts the weights into a second file beside it, and score that file with ApplyOnnxModel, in a pipeline that is fitted where it is used."));
        }
    }

    private static DataViewSchema InputSchema(ScoringModel model)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var input in model.Inputs.DistinctBy(input => input.Column.Name))
        {
            var item = ItemTypes.Map(input.Column.Tensor.Type);
            builder.AddColumn(input.Column.Name, input.IsScalar ? item : input.IsVariable || input.IsFlat ? new VectorDataViewType(item) : new VectorDataViewType(item, input.FixedSize));
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
