using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Tests.Data;

/// <summary>Parquet files whose footer is whole and whose data are not.</summary>
[TestClass]
public sealed class DamagedParquetTests : IDisposable
{
    private const int FirstPage = 4;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public async Task DamageAnywhere_GivesRowsOrOneMessageAtOnce()
    {
        byte[] good = await Good(50);
        int footer = good.Length - 8 - BitConverter.ToInt32(good, good.Length - 8);
        int refused = 0;
        foreach (int seed in Enumerable.Range(0, 300))
        {
            var random = new Random(seed);
            byte[] bytes = [.. good];
            for (int i = 0; i < 4; i++)
            {
                bytes[random.Next(FirstPage, footer)] = (byte)random.Next(256);
            }

            refused += IsRefused(bytes, out string message) ? 1 : 0;
            Assert.DoesNotContain("took more than", message, $"seed {seed}");
        }

        Assert.IsGreaterThan(20, refused);
    }

    [TestMethod]
    public async Task ADamagedPage_IsNamedByItsColumn()
    {
        byte[] bytes = await Good(50);
        bytes.AsSpan(FirstPage, 12).Fill(0xff);
        Assert.IsTrue(IsRefused(bytes, out string message));
        Assert.Contains("column 'A'", message);
        Assert.Contains("rows.parquet", message);
        Assert.Contains("Write the file again", message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(50)]
    [DataRow(20_000)]
    public async Task WholePages_AreRead(int rows) => Assert.IsFalse(IsRefused(await Good(rows), out string message), message);

    private bool IsRefused(byte[] bytes, out string message)
    {
        File.WriteAllBytes(_scratch["rows.parquet"], bytes);
        message = "";
        try
        {
            foreach (var (cells, _) in ITable.Open(_scratch["rows.parquet"]).Rows())
            {
                Assert.HasCount(3, cells);
            }

            return false;
        }
        catch (CommandException e)
        {
            message = e.Message;
            Assert.Contains("rows.parquet", message);
            return true;
        }
    }

    private static async Task<byte[]> Good(int rows)
    {
        using var stream = new MemoryStream();
        await Parquet.Serialization.ParquetSerializer.SerializeAsync(Enumerable.Range(0, rows).Select(i => new Three { A = i, B = $"{i}", C = i % 7 == 0 ? null : i / 3.0 }).ToList(), stream);
        return stream.ToArray();
    }

    private sealed class Three
    {
        public int A { get; set; }

        public string B { get; set; } = "";

        public double? C { get; set; }
    }
}
