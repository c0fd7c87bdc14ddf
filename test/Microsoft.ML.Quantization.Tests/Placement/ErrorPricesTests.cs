using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class ErrorPricesTests
{
    /// <summary>Prices become whole numbers, which NaN and infinity do differently in each version of .NET.</summary>
    [TestMethod]
    [DataRow(double.NaN, 1e15)]
    [DataRow(double.PositiveInfinity, 1e15)]
    [DataRow(2e15, 1e15)]
    [DataRow(17, 17)]
    public void Of_IsBoundedWhateverTheError(double price, double expected)
    {
        var prices = new Dictionary<string, double> { ["a"] = price };
        Assert.AreEqual(expected, new ErrorPrices(new Dictionary<string, double>(), prices, false).PriceOf("a"));
    }
}
