using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Rows to search on are calibrated on, never held back, and the same in every run.</summary>
[TestClass]
public class SearchRowsTests
{
    [TestMethod]
    [DataRow(20, 20)]
    [DataRow(300, 200)]
    [DataRow(3000, 224)]
    public void Rows_AreNoneOfThoseHeldBack(int total, int searched)
    {
        var rows = QuantizerRun.Rows(total, 4);
        using var feed = Read(rows);
        Assert.HasCount(searched, feed.Searched);
        Assert.IsEmpty(feed.Searched.Intersect(feed.HeldBack));
        Assert.HasCount(searched, feed.Searched.Distinct());
        using var again = Read(rows);
        CollectionAssert.AreEqual(feed.Searched.ToArray(), again.Searched.ToArray());
        Assert.IsTrue(feed.Searched.Any(row => Array.IndexOf(rows, row) >= total * 3 / 4));
    }

    [TestMethod]
    public void LargeRows_AreFewer()
    {
        var rows = new SearchRows();
        float[] values = new float[1 << 20];
        for (int i = 0; i < 100; i++)
        {
            rows.Offer(new PlacedRow(i, [new TensorValue("x", values, [values.Length])]));
        }

        Assert.HasCount(32, rows.Rows);
    }

    private static CalibrationFeed Read(TensorValue[][] rows)
    {
        var feed = new CalibrationFeed(rows, new QuantizerRun.Messages(), new HeldBackRows(), new SearchRows());
        foreach (var row in feed.Read())
        {
            feed.Release(row);
        }

        return feed;
    }
}
