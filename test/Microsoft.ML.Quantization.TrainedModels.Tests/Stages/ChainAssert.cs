using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Stages;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Compares a quantized chain with the one that ML.NET trained: every column, every bit.</summary>
internal static class ChainAssert
{
    /// <summary>Quantizes a model and checks the result against it, also saved and loaded with this library and without.</summary>
    public static ITransformer Quantized(MLContext context, ITransformer model, IDataView data, IDataView test)
    {
        var quantized = context.Quantization().WithTrainedModels().Quantize(model, data, out var report);
        Assert.IsTrue(report.IsQuantized, report.ToString());
        Assert.AreEqual(1, Trees(quantized), report.ToString());
        Same(model, quantized, test);
        Saved(context, model, quantized, test);
        return quantized;
    }

    public static void Same(ITransformer expected, ITransformer actual, IDataView data)
    {
        SchemaContract.AssertSame(expected.GetOutputSchema(data.Schema), actual.GetOutputSchema(data.Schema));
        var stock = expected.Transform(data);
        var view = actual.Transform(data);
        SchemaContract.AssertSame(stock.Schema, view.Schema);
        Annotations(stock.Schema, view.Schema);
        string[] rows = ViewRows.Read(stock);
        Assert.IsNotEmpty(rows);
        CollectionAssert.AreEqual(rows, ViewRows.Read(view), "In batches.");
        CollectionAssert.AreEqual(rows, ViewRows.ReadMapped(actual, data), "Row by row.");
        CollectionAssert.AreEquivalent(rows, ViewRows.ReadParallel(view, 3), "Parallel cursors.");
    }

    /// <summary>How many stages of a chain are quantized trees.</summary>
    public static int Trees(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.Sum(Trees) : model is QuantizedPredictionTransformer ? 1 : 0;

    public static void Saved(MLContext context, ITransformer model, ITransformer quantized, IDataView test)
    {
        using var stream = new MemoryStream();
        context.Model.Save(quantized, test.Schema, stream);
        stream.Position = 0;
        var stock = new MLContext().Model.Load(stream, out _);
        Assert.AreEqual(0, Trees(stock), "ML.NET loads its own stages.");
        stream.Position = 0;
        var loaded = new MLContext().Quantization().WithTrainedModels().Load(stream, out var schema);
        Assert.AreEqual(1, Trees(loaded), "The fast stage is back.");
        SchemaContract.AssertSame(test.Schema, schema);
        string[] rows = ViewRows.Read(model.Transform(test));
        CollectionAssert.AreEqual(rows, ViewRows.Read(stock.Transform(test)), "Loaded by ML.NET alone.");
        CollectionAssert.AreEqual(rows, ViewRows.Read(loaded.Transform(test)), "Loaded with trees.");
    }

    private static void Annotations(DataViewSchema expected, DataViewSchema actual)
    {
        foreach (var (left, right) in expected.Zip(actual))
        {
            Func<string> Cell(DataViewSchema.Annotations annotations, DataViewSchema.Column column) => CellReader.Create(new AnnotationRow(annotations), column);
            foreach (var column in left.Annotations.Schema)
            {
                Assert.AreEqual(Cell(left.Annotations, column)(), Cell(right.Annotations, right.Annotations.Schema[column.Name])(), $"{column.Name} of {left.Name}");
            }
        }
    }

    private sealed class AnnotationRow(DataViewSchema.Annotations annotations) : DataViewRow
    {
        public override long Position => 0;

        public override long Batch => 0;

        public override DataViewSchema Schema => annotations.Schema;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => annotations.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = default;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;
    }
}
