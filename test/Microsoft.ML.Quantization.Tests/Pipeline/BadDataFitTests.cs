namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Data that nothing can be calibrated on, and a calibration that is stopped: one clear error each.</summary>
[TestClass]
public sealed class BadDataFitTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Fit_OnNoRows_NamesTheColumn() => Refused(PipelineData.Table(_context, 0, 6), "no rows", "'x'");

    [TestMethod]
    public void Fit_OnNaN_NamesTheTensor()
    {
        var data = Rows(Enumerable.Range(0, 9).Select(i => i == 5 ? float.NaN : i));
        Refused(data, "'x'", "6 NaN");
    }

    [TestMethod]
    public void Fit_CancelledInTheMiddle_Stops()
    {
        using var source = new CancellationTokenSource();
        int read = 0;
        var data = Rows(Enumerable.Range(0, 1000).Select(i =>
        {
            read++;
            if (i == 20)
            {
                source.Cancel();
            }

            return (float)i;
        }));
        var options = new QuantizationOptions { CancellationToken = source.Token, OnlyWhereFaster = false };
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(data, options));
        Assert.IsTrue(read is > 20 and < 30, $"{read} rows were read");
    }

    private void Refused(IDataView data, params string[] parts) => ErrorAssert.Throws<InvalidOperationException>(() => Fit(data, QuantizerRun.Everything), parts);

    private void Fit(IDataView data, QuantizationOptions options)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        _context.Transforms.Quantize(file.Path, options).Fit(data).Dispose();
    }

    /// <summary>Rows of x, each of one value six times, made as they are read.</summary>
    private IDataView Rows(IEnumerable<float> values) =>
        PipelineData.Table(_context, values.Select(value => new PipelineData.TableRow { X = [value, value, value, value, value, value] }), 6);
}
