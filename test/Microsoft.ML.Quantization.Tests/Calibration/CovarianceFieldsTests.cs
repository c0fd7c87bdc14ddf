using System.Text.Json;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CovarianceFieldsTests
{
    /// <summary>Two groups, each of a block of three inputs and one of six: 18 inputs, and 2 * (6 + 21) products.</summary>
    private static readonly WindowBlocks Blocks = new(2, 3, [3, 6]);

    [TestMethod]
    public void ReadAll_GivesWhatWasWritten()
    {
        var written = InputCovariance.Restore(Blocks, 12, [KeyValuePair.Create(-InputCovariance.MostBin, Sums(1)), KeyValuePair.Create(InputCovariance.MostBin, Sums(2))]);
        var read = Read(Json(("x", "rows"), written));
        Assert.AreEqual(("x", "rows"), read.Keys.Single());
        var covariance = read.Values.Single();
        Assert.AreEqual(12, covariance.Count);
        Assert.IsTrue(covariance.Blocks.IsLike(Blocks));
        CollectionAssert.AreEqual(written.Bins.Keys.ToArray(), covariance.Bins.Keys.ToArray());
        foreach (var (bin, sums) in written.Bins)
        {
            CollectionAssert.AreEqual(sums.Products, covariance.Bins[bin].Products);
            CollectionAssert.AreEqual(sums.Values, covariance.Bins[bin].Values);
        }
    }

    [TestMethod]
    public void ReadAll_RefusesABinThatCannotBe()
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Read(Json(("x", "rows"), InputCovariance.Restore(Blocks, 1, [KeyValuePair.Create(InputCovariance.MostBin + 1, Sums(1))]))));
        ErrorAssert.Names(error.Message, "'x'", "sums of a size that cannot be");
    }

    [TestMethod]
    public void ReadAll_RefusesATensorThatStandsThereTwice()
    {
        string one = Json(("x", "rows"), InputCovariance.Restore(Blocks, 1, []));
        ErrorAssert.Names(Assert.ThrowsExactly<FormatException>(() => Read($"{one},{one}")).Message, "'x'", "twice");
    }

    private static ProductBin Sums(int seed)
    {
        var random = new Random(seed);
        long[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-1L << 40, 1L << 40))];
        return new ProductBin(Numbers(54), Numbers(18));
    }

    private static string Json((string Tensor, string Form) key, InputCovariance covariance)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            CovarianceFields.Write(key, covariance, json);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Dictionary<(string Tensor, string Form), InputCovariance> Read(string items)
    {
        using var document = JsonDocument.Parse($$"""{"covariances":[{{items}}]}""");
        return CovarianceFields.ReadAll(new JsonFields(document.RootElement));
    }
}
