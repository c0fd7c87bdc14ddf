using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

[TestClass]
public sealed class WeightRangesTests
{
    private static readonly float[] Values = QuantizerRun.Uniform(new Random(8), 2 * 3 * 4);

    [TestMethod]
    [DataRow(0, new long[] { 2, 3, 4 }, 12)]
    [DataRow(1, new long[] { 2, 3, 4 }, 4)]
    [DataRow(1, new long[] { 8, 3 }, 1)]
    public void Of_FindsTheEndsOfEveryChannel(int axis, long[] dimensions, int stride)
    {
        var ranges = WeightRanges.Measure(new WeightSource(Values, dimensions, axis, null));
        int channels = (int)dimensions[axis];
        for (int channel = 0; channel < channels; channel++)
        {
            float[] own = [.. Values.Where((_, i) => i / stride % channels == channel)];
            Assert.AreEqual((own.Min(), own.Max()), (ranges.Low[channel], ranges.High[channel]));
        }
    }

    [TestMethod]
    public void Spread_LeavesOutDeadChannels()
    {
        Assert.AreEqual(4, new WeightRanges([-1, 0, -8], [2, 0, 3]).Spread);
        Assert.AreEqual(1, new WeightRanges([0], [0]).Spread);
    }
}
