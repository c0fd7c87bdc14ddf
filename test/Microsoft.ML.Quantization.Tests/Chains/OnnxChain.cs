using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>What holds for every chain with ONNX models in it, however it is built.</summary>
internal static class OnnxChain
{
    public static readonly TrainedModelOptions Compact = new() { Level = QuantizationLevel.Compact };

    /// <summary>Quantizes a chain, and checks what it gives against the chain, and what is saved of it against what it gives.</summary>
    /// <param name="context">The context.</param>
    /// <param name="model">The chain.</param>
    /// <param name="rows">Rows that it reads.</param>
    /// <param name="quantizedStages">How many ONNX models become INT8.</param>
    /// <param name="outputs">Columns of numbers that come of them.</param>
    public static TrainedModelReport Check(MLContext context, ITransformer model, IDataView rows, int quantizedStages, params string[] outputs)
    {
        var quantized = context.Quantization().Quantize(model, rows, out var report, Compact);
        try
        {
            Check(context, model, quantized, rows, quantizedStages, outputs, report);
            return report;
        }
        finally
        {
            (quantized as IDisposable)?.Dispose();
        }
    }

    /// <summary>The stages of a model, chains inside of chains taken apart.</summary>
    public static IEnumerable<ITransformer> Stages(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

    private static void Check(MLContext context, ITransformer model, ITransformer quantized, IDataView rows, int quantizedStages, string[] outputs, TrainedModelReport report)
    {
        Assert.AreEqual(quantizedStages, Stages(quantized).OfType<QuantizedOnnxTransformer>().Count(), report.ToString());
        Assert.AreEqual(Stages(model).Count(), Stages(quantized).Count());
        SchemaContract.AssertSame(model.GetOutputSchema(rows.Schema), quantized.GetOutputSchema(rows.Schema));
        foreach (string output in outputs)
        {
            double sqnr = ChainData.Sqnr(ChainData.Vectors(model.Transform(rows), output), ChainData.Vectors(quantized.Transform(rows), output));
            Assert.IsTrue(sqnr is > 20 and < 80, $"{output}: {sqnr} dB\n{report}");
        }

        string[] expected = ViewRows.Read(quantized.Transform(rows));
        using var stream = new MemoryStream();
        context.Model.Save(quantized, rows.Schema, stream);
        foreach (bool batched in new[] { false, true })
        {
            var loaded = batched ? new MLContext().Quantization().Load(stream, out var schema) : new MLContext().Model.Load(stream, out schema);
            using var disposable = loaded as IDisposable;
            SchemaContract.AssertSame(rows.Schema, schema);
            SchemaContract.AssertSame(model.GetOutputSchema(rows.Schema), loaded.GetOutputSchema(rows.Schema));
            CollectionAssert.AreEqual(expected, ViewRows.Read(loaded.Transform(rows)));
            Assert.AreEqual(batched ? quantizedStages : 0, Stages(loaded).OfType<QuantizedOnnxTransformer>().Count());
            Assert.IsTrue(batched || Stages(loaded).OfType<OnnxTransformer>().Count() >= quantizedStages);
        }
    }
}
