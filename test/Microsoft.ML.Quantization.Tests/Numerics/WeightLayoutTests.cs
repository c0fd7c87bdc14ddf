using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class WeightLayoutTests
{
    [TestMethod]
    public void VisitPairedRows_ReadsLinearWeightsByOutput()
    {
        // 40 outputs are more than are read together.
        float[] values = [.. Enumerable.Range(0, 3 * 40).Select(i => (float)i)];
        var columns = Rows(new WeightLayout([3, 40], 1), values);
        Assert.HasCount(40, columns);
        foreach ((int channel, float[] row) in columns)
        {
            CollectionAssert.AreEqual(new float[] { channel, 40 + channel, 80 + channel }, row);
        }

        CollectionAssert.AreEqual(new[] { (0, "0 1 2"), (1, "3 4 5") }, Text(Rows(new WeightLayout([2, 3], 0), values[..6])));
    }

    [TestMethod]
    public void VisitPairedRows_ReadsConvolutionsChannelsFirstAndLast()
    {
        float[] values = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        CollectionAssert.AreEquivalent(
            new[] { (0, "0 1 2 3 4 5"), (0, "0 3 1 4 2 5"), (1, "6 7 8 9 10 11"), (1, "6 9 7 10 8 11") },
            Text(Rows(new WeightLayout([2, 2, 3], 0), values)));
    }

    [TestMethod]
    [DataRow(4, 4, true)]
    [DataRow(8, 4, false, DisplayName = "two outputs for each input")]
    [DataRow(4, 1, false, DisplayName = "one input")]
    public void IsDepthwise_NeedsAnInputOfItsOwnForEachOutput(int outputs, int groups, bool expected)
    {
        var layout = new WeightLayout([outputs, 1, 3, 3], 0, groups);
        Assert.AreEqual(expected, layout.IsDepthwise);
        Assert.AreEqual(expected, Rows(layout, new float[outputs * 9]).Count == 0);
    }

    [TestMethod]
    [DataRow(new long[] { 8, 3, 5, 5 }, 0, 2, 6, DisplayName = "a convolution in groups")]
    [DataRow(new long[] { 6, 16 }, 1, 1, 6, DisplayName = "a linear layer")]
    [DataRow(new long[] { 16, 6 }, 0, 1, 6, DisplayName = "a linear layer, transposed")]
    public void InputChannels_AreThoseOfAllGroups(long[] dimensions, int outputAxis, int groups, int expected) =>
        Assert.AreEqual(expected, new WeightLayout(dimensions, outputAxis, groups).InputChannels);

    [TestMethod]
    public void ZeroChannels_FindsThemAlongEitherAxis()
    {
        CollectionAssert.AreEqual(new[] { false, true, true }, new WeightLayout([3, 2], 0).ZeroChannels([0, 1, 0, 0, -0f, 0]));
        CollectionAssert.AreEqual(new[] { true, false, true }, new WeightLayout([2, 3], 1).ZeroChannels([0, 0, 0, 0, float.Epsilon, -0f]));
    }

    [TestMethod]
    public void VisitPairedRows_GivesARowThatIsTheSameOnBothLayoutsOnce() =>
        CollectionAssert.AreEqual(new[] { (0, "1 2 3"), (1, "4 5 6") }, Text(Rows(new WeightLayout([2, 3, 1, 1], 0), [1, 2, 3, 4, 5, 6])));

    private static List<(int Channel, float[] Row)> Rows(WeightLayout layout, float[] values)
    {
        List<(int, float[])> rows = [];
        layout.VisitPairedRows<float>(values, (channel, row) => rows.Add((channel, row.ToArray())));
        return rows;
    }

    private static (int, string)[] Text(List<(int Channel, float[] Row)> rows) => [.. rows.Select(row => (row.Channel, string.Join(' ', row.Row)))];
}
