using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class KeptRowsTests
{
    private static readonly float[] Odd = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue];

    /// <summary>Pictures of bytes, numbers of all kinds, and other types: the same bits come back, alone and into arrays that were used.</summary>
    [TestMethod]
    public void Read_GivesTheSameBits()
    {
        var random = new Random(3);
        TensorValue[][] rows = [.. Enumerable.Range(0, 30).Select(i => Row(random, length: i % 4 == 0 ? 1 + random.Next(9000) : 9000, levels: 1 + random.Next(400)))];
        var kept = KeptRows.Pack(rows);
        Assert.AreEqual(rows.Length, kept.Length);
        var copies = Array.ConvertAll(rows, row => Array.ConvertAll(row, value => value with { Values = (Array)value.Values.Clone() }));
        Dictionary<int, float[]> unpacked = [];
        for (int i = 0; i < rows.Length; i++)
        {
            AssertSame(copies[i], kept.Read(i, unpacked));
        }

        // Reading one row must not write into another.
        for (int i = 0; i < rows.Length; i++)
        {
            AssertSame(copies[i], kept[i]);
        }

        int[] places = [7, 2];
        AssertSame(rows[2], kept.Take(places)[1]);
    }

    [TestMethod]
    public void Pack_TakesAQuarterOfTheMemoryOfPictures()
    {
        var random = new Random(4);
        float[] picture = [.. Enumerable.Range(0, 3 * 64 * 64).Select(_ => (random.Next(256) - 121.3f) / 57.4f)];
        Assert.IsNotNull(PackedFloats.Pack(picture));
        Assert.IsNull(PackedFloats.Pack(QuantizerRun.Uniform(random, 3 * 64 * 64, -1, 1)));
    }

    private static TensorValue[] Row(Random random, int length, int levels)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(levels) / 7f)];
        for (int i = 0; i < Math.Min(Odd.Length, length); i++)
        {
            values[random.Next(length)] = Odd[i];
        }

        return [new("x", values, [1, length]), new("ids", new long[] { length, levels }, [2])];
    }

    private static void AssertSame(TensorValue[] expected, TensorValue[] actual)
    {
        CollectionAssert.AreEqual(Bits(expected), Bits(actual));
        CollectionAssert.AreEqual((long[])expected[1].Values, (long[])actual[1].Values);
        Assert.AreEqual((expected[0].Name, expected[0].Shape), (actual[0].Name, actual[0].Shape));
    }

    private static int[] Bits(TensorValue[] row) => Array.ConvertAll((float[])row[0].Values, BitConverter.SingleToInt32Bits);
}
