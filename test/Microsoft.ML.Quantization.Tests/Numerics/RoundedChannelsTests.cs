using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class RoundedChannelsTests
{
    [TestMethod]
    [DataRow(new double[] { 3, 1 }, new double[] { 0.5, 0.5 }, 0.75, 6.0206)]
    [DataRow(new double[] { 3, 1 }, new double[] { 3, 1 }, 0.0, 0.0)]
    [DataRow(new double[] { 0, 0 }, new double[] { 0, 0 }, 0.0, 0.0, DisplayName = "nothing to gain")]
    public void Gain_IsTheShareOfTheErrorThatIsGone(double[] before, double[] after, double gain, double decibels)
    {
        var rounded = new RoundedChannels(new QuantizedWeights([1, 1], [1, 1], 0), before, after);
        Assert.AreEqual(gain, rounded.Gain, 1e-12);
        Assert.AreEqual(decibels, rounded.Decibels, 1e-4);
    }
}
