namespace Microsoft.ML.Quantization.Tests.Generated.Fits;

/// <summary>
/// Models that nobody here has seen: each is quantized, runs in INT8 as planned, is the same in file and zip, and is close to FP32 or says
/// that it is not.
/// </summary>
[TestClass]
public sealed class GeneratedFitTests
{
    private const double FarFromFloat = 15;

    [TestMethod]
    public void InInt8WhereverPossible() => Check(GeneratedFits.Run(Enumerable.Range(0, 500), QuantizerRun.Everything));

    [TestMethod]
    public void ByDefault() => Check(GeneratedFits.Run(Enumerable.Range(1000, 100), new QuantizationOptions(), width: 32, side: 16));

    private static void Check(GeneratedFits fits)
    {
        Console.WriteLine(fits);
        Assert.AreEqual("", string.Join('\n', fits.Failures));
        Assert.AreEqual("", string.Join('\n', fits.Results.Where(fit => fit.Unfused.Length > 0)), "not fused");
        Assert.AreEqual("", string.Join('\n', fits.Results.Where(fit => fit.Difference != null)), "file and zip differ");
        Assert.AreEqual("", string.Join('\n', fits.Results.Where(fit => !(fit.Decibels >= FarFromFloat) && fit.Warnings.Length == 0)), "far from FP32 without a warning");
        Assert.IsGreaterThanOrEqualTo(30, fits.Median);
    }
}
