using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Every row is calibrated on or held back, once, and which it is depends on its place alone.</summary>
[TestClass]
public class HeldBackRowsTests
{
    [TestMethod]
    [DataRow(149, 0)]
    [DataRow(150, 50)]
    [DataRow(300, 100)]
    [DataRow(336, 112)]
    [DataRow(5000, 112)]
    public void Rows_AreCalibratedOnOrHeldBack(int total, int heldBack)
    {
        var (calibrated, kept) = Split(total, elements: 4);
        Assert.HasCount(heldBack, kept);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, total).ToArray(), calibrated.Concat(kept).ToArray());
        CollectionAssert.AreEqual(kept, Split(total, elements: 4).Kept);
    }

    [TestMethod]
    public void Rows_AreSpreadOverAll()
    {
        int[] kept = Split(5000, elements: 4).Kept;
        for (int start = 0; start < 5000; start += 1000)
        {
            Assert.IsGreaterThan(8, kept.Count(row => row >= start && row < start + 1000), $"rows from {start}");
        }
    }

    [TestMethod]
    public void LargeRows_AreFewer() => Assert.HasCount(16, Split(300, elements: 2 << 20).Kept);

    private static (int[] Calibrated, int[] Kept) Split(int total, int elements)
    {
        var heldBack = new HeldBackRows();
        float[] values = new float[elements];
        List<int> calibrated = [];
        for (int i = 0; i < total; i++)
        {
            calibrated.AddRange(heldBack.Offer(new PlacedRow(i, [new TensorValue($"{i}", values, [elements])])).Select(row => Index(row.Values[0])));
        }

        calibrated.AddRange(heldBack.GiveUp(total).Select(row => Index(row.Values[0])));
        return ([.. calibrated], [.. heldBack.Rows.Select(row => Index(row.Values[0]))]);
    }

    private static int Index(TensorValue value) => int.Parse(value.Name, System.Globalization.CultureInfo.InvariantCulture);
}
