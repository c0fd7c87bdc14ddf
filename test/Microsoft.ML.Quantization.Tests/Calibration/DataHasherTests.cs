using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class DataHasherTests
{
    private static readonly TensorValue Floats = new("x", new[] { 1f, 2f }, [1, 2]);
    private static readonly TensorValue Longs = new("y", new[] { 3L }, [1]);

    [TestMethod]
    public void Current_IsTheSameForTheSameRows()
    {
        string expected = Hash([Floats, Longs], [Floats]);
        Assert.AreEqual(64, expected.Length);
        Assert.AreEqual(expected, Hash([new("x", new[] { 1f, 2f }, [1, 2]), new("y", new[] { 3L }, [1])], [Floats]));
    }

    [TestMethod]
    public void Current_SeesEveryDifference()
    {
        string[] hashes =
        [
            Hash([Floats, Longs]),
            Hash([Longs, Floats]),
            Hash([Floats], [Longs]),
            Hash([Longs], [Floats]),
            Hash([Floats]),
            Hash([Floats], [Floats]),
            Hash([]),
            Hash([Floats with { Name = "z" }]),
            Hash([Floats with { Shape = [2, 1] }]),
            Hash([Floats with { Values = new[] { 1f, -2f } }]),
            Hash([Floats with { Values = new[] { 1f, 2f }.Select(BitConverter.SingleToInt32Bits).ToArray() }]),
            Hash([new TensorValue("s", new[] { "a", "bc" }, [2])]),
            Hash([new TensorValue("s", new[] { "ab", "c" }, [2])]),
            Hash([new TensorValue("b", new[] { true }, [1])]),
            Hash([new TensorValue("b", new byte[] { 1 }, [1])]),
        ];
        CollectionAssert.AllItemsAreUnique(hashes);
    }

    [TestMethod]
    public void Add_CountsRowsAndRefusesWhatHasNoBytes()
    {
        using var hasher = new DataHasher();
        hasher.Add(0, [Floats]);
        hasher.Add(1, [Floats]);
        Assert.AreEqual(2L, hasher.Rows);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => hasher.Add(2, [new TensorValue("d", new[] { DateTime.MinValue }, [1])]));
        StringAssert.Contains(error.Message, "'d'");
    }

    [TestMethod]
    public void Parts_AddUpToTheSame()
    {
        var rows = QuantizerRun.Rows(200, 3);
        using var parted = new DataHasher();
        foreach (int part in new[] { 2, 0, 1 })
        {
            using var own = new DataHasher();
            for (int place = part; place < rows.Length; place += 3)
            {
                own.Add(place, rows[place]);
            }

            parted.Add(own.Sum, own.Rows);
        }

        Assert.AreEqual(Hash(rows), parted.Current());
        Assert.AreEqual(200L, parted.Rows);
    }

    [TestMethod]
    public void Sums_CarryOverAllBytes()
    {
        using var hasher = new DataHasher();
        byte[] ones = [.. Enumerable.Repeat((byte)255, DataHasher.SumLength)];
        hasher.Add(ones, 1);
        hasher.Add(ones, 1);
        CollectionAssert.AreEqual((byte[])[.. ones[1..], 254], hasher.Sum);
    }

    private static string Hash(params TensorValue[][] rows)
    {
        using var hasher = new DataHasher();
        foreach (TensorValue[] row in rows)
        {
            hasher.Add(hasher.Rows, row);
        }

        return hasher.Current();
    }
}
