using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Which rows are drawn depends on their places and sizes alone, not on the order and the parts that they are offered in.</summary>
[TestClass]
public sealed class DrawnRowsTests
{
    private const int Most = 40;
    private const long MostElements = 2_000;

    [TestMethod]
    public void PartsInAnyOrder_DrawTheSame()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int total = random.Next(1, 300);
            int largest = new[] { 1, 20, 60, 300 }[random.Next(4)];
            PlacedRow[] rows = [.. Enumerable.Range(0, total).Select(place => Row(place, random.Next(1, largest + 1)))];
            var expected = new DrawnRows(7, Most, MostElements);
            long left = rows.Sum(row => (long)expected.Offer(row).Count);
            Assert.AreEqual(total, left + expected.Rows.Count);

            int parts = random.Next(1, 9);
            ulong end = DrawnRows.EndOf(7, Most, Enumerable.Range(0, total).Select(place => (long)place));
            List<DrawnRows> drawn = [];
            foreach (int part in Enumerable.Range(0, parts).OrderBy(_ => random.Next()))
            {
                var own = new DrawnRows(7, Most, MostElements, end);
                foreach (var row in rows.Where(row => row.Place % parts == part).OrderBy(_ => random.Next()))
                {
                    own.Offer(row);
                }

                drawn.Add(own);
            }

            var merged = new DrawnRows(7, Most, MostElements, drawn.Min(own => own.End));
            foreach (var row in drawn.SelectMany(own => own.Rows))
            {
                merged.Offer(row);
            }

            CollectionAssert.AreEqual(Places(expected), Places(merged), $"seed {seed}");
            Assert.IsTrue(expected.Rows.Count <= Most && (expected.Rows.Count <= 16 || expected.Rows.Sum(row => row.Elements) <= MostElements));
        }
    }

    [TestMethod]
    public void EndOf_LetsThroughAsManyAsAreDrawn()
    {
        ulong end = DrawnRows.EndOf(7, Most, Enumerable.Range(0, 10_000).Select(place => (long)place));
        var drawn = new DrawnRows(7, int.MaxValue, long.MaxValue, end);
        for (int place = 0; place < 10_000; place++)
        {
            drawn.Offer(Row(place, 1));
        }

        Assert.HasCount(Most, drawn.Rows);
        Assert.AreEqual(ulong.MaxValue, DrawnRows.EndOf(7, Most, Enumerable.Range(0, Most - 1).Select(place => (long)place)));
    }

    private static long[] Places(DrawnRows rows) => [.. rows.Rows.Select(row => row.Place)];

    private static PlacedRow Row(long place, int elements) => new(place, [new TensorValue("x", new byte[elements], [elements])]);
}
