using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class PackedIntegersTests
{
    [TestMethod]
    public void Unpack_GivesWhatWasPacked()
    {
        var random = new Random(6);
        long[] wide = [0, 1, -1, long.MaxValue, long.MinValue, .. Enumerable.Range(0, 200).Select(i => random.NextInt64(long.MinValue, long.MaxValue) >> (i % 64))];
        foreach (long[] values in new[] { wide, Array.ConvertAll(wide, value => value / 4096 * 1024), [], [0, 0, 0], [-64] })
        {
            CollectionAssert.AreEqual(values, PackedIntegers.Unpack(PackedIntegers.Pack(values), values.Length));
        }
    }

    [TestMethod]
    public void Pack_TakesAByteASmallNumber()
    {
        CollectionAssert.AreEqual(new byte[] { 3, 2, 1, 0, 0x80, 1 }, PackedIntegers.Pack([8, -8, 0, 512]));
        CollectionAssert.AreEqual(new byte[] { 0 }, PackedIntegers.Pack([]));
    }

    [TestMethod]
    [DataRow(new byte[] { 0 }, 1)]
    [DataRow(new byte[] { 0, 0x80 }, 1)]
    [DataRow(new byte[] { 0, 1, 1 }, 1)]
    [DataRow(new byte[] { 64, 1 }, 1)]
    [DataRow(new byte[] { }, 0)]
    [DataRow(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, 1)]
    public void Unpack_RefusesWhatIsNoPack(byte[] bytes, int count) => Assert.ThrowsExactly<FormatException>(() => PackedIntegers.Unpack(bytes, count));
}
