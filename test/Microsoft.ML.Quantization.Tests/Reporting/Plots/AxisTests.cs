using Microsoft.ML.Quantization.Reporting.Plots;

namespace Microsoft.ML.Quantization.Tests.Reporting.Plots;

[TestClass]
public sealed class AxisTests
{
    [TestMethod]
    [DataRow(0, 20.6, "0 5 10 15 20")]
    [DataRow(-0.31, 0.29, "-0.2 0 0.2")]
    [DataRow(0, 3e-7, "0 1e-7 2e-7 3e-7")]
    public void Ticks_AreRoundAndInside(double from, double to, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', new Axis(from, to, 0, 100).Ticks().Select(Axis.Label)));

    [TestMethod]
    public void LogarithmicTicks_ArePowersOfTen() =>
        Assert.AreEqual("1 100 10000", string.Join(' ', new Axis(0.7, 300_000, 0, 100, IsLogarithmic: true).Ticks().Select(Axis.Label)));

    [TestMethod]
    public void At_MapsEndsAndKeepsWithin()
    {
        var axis = new Axis(-1, 3, 200, 100);
        Assert.AreEqual((200.0, 175.0, 100.0, 100.0), (axis.At(-1), axis.At(0), axis.At(3), axis.At(99)));
        Assert.AreEqual(50, new Axis(1, 100, 0, 100, IsLogarithmic: true).At(10), 1e-9);
    }
}
