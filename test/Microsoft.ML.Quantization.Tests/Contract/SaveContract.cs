namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>A model that was saved and loaded is the model that was saved.</summary>
internal static class SaveContract
{
    public static void Check(MLContext context, ITransformer transformer, IDataView data, string[] outputs)
    {
        string[] columns = ["Id", .. outputs];
        string[] rows = ViewRows.Read(transformer.Transform(data), columns);
        string[] before = TemporaryFiles();
        using var stream = new MemoryStream();
        context.Model.Save(transformer, data.Schema, stream);
        Assert.IsTrue(SpinWait.SpinUntil(() => !TemporaryFiles().Except(before).Any(), TimeSpan.FromSeconds(30)), "Saving leaves no file behind (other tests' files go in time).");
        foreach (bool batched in new[] { false, true })
        {
            var loaded = batched ? new MLContext().Quantization().Load(stream, out var schema) : new MLContext().Model.Load(stream, out schema);
            using var disposable = loaded as IDisposable;
            SchemaContract.AssertSame(data.Schema, schema);
            SchemaContract.AssertSame(transformer.GetOutputSchema(data.Schema), loaded.GetOutputSchema(data.Schema));
            CollectionAssert.AreEqual(rows, ViewRows.Read(loaded.Transform(data), columns), $"Loaded, {(batched ? "batched" : "as a stock transformer")}.");
        }
    }

    private static string[] TemporaryFiles() => [.. Directory.GetFiles(Path.GetTempPath(), "mlq-*").Order()];
}
