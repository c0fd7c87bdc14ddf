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
        hasher.Add([Floats]);
        hasher.Add([Floats]);
        Assert.AreEqual(2L, hasher.Rows);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => hasher.Add([new TensorValue("d", new[] { DateTime.MinValue }, [1])]));
        StringAssert.Contains(error.Message, "'d'");
    }

    private static string Hash(params TensorValue[][] rows)
    {
        using var hasher = new DataHasher();
        foreach (TensorValue[] row in rows)
        {
            hasher.Add(row);
        }

        return hasher.Current();
    }
}
