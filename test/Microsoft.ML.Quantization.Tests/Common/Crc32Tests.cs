using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tests.Common;

[TestClass]
public sealed class Crc32Tests
{
    [TestMethod]
    public void Append_GivesTheKnownChecksums()
    {
        Assert.AreEqual(0u, Of(""u8));
        Assert.AreEqual(0xE8B7BE43u, Of("a"u8));
        Assert.AreEqual(0xCBF43926u, Of("123456789"u8));
        Assert.AreEqual(0x414FA339u, Of("The quick brown fox jumps over the lazy dog"u8));
    }

    [TestMethod]
    public void Append_InParts_GivesTheSame()
    {
        byte[] bytes = new byte[1000];
        new Random(3).NextBytes(bytes);
        for (int cut = 0; cut < 40; cut++)
        {
            var crc = default(Crc32);
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            Assert.AreEqual(Of(bytes), crc.Value);
        }
    }

    private static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc32);
        crc.Append(bytes);
        return crc.Value;
    }
}
