using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>Files that promise more than they hold, or hold more than anyone has memory for: one message, exit code 2, nothing written.</summary>
[TestClass]
public sealed class HostileFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DataRow("(9223372036854775807, 1, 28, 28)", "truncated")]
    [DataRow("(20, 4294967296, 4294967296, 4294967296)", "rows of")]
    [DataRow("(20, 9223372036854775807, 2)", "rows of")]
    [DataRow("(9223372036854775807, 0, 5)", "rows without values")]
    [DataRow("(99999999999999999999, 1)", "damaged")]
    [DataRow("()", "shape ()")]
    [DataRow("(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)", "damaged")]
    public void NumpyHeader_ThatPromisesTooMuch_IsRefusedBeforeRoomIsMade(string shape, string word)
    {
        File.WriteAllBytes(_scratch["rows.npy"], Numpy(shape, "<f4"));
        Quantize("rows.npy").IsBadInput("rows.npy", word);

        // The archive says itself how long its entry is.
        using (var archive = ZipFile.Open(_scratch["rows.npz"], ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("rows.npy").Open())
        {
            stream.Write(Numpy(shape, "<f4"));
        }

        Quantize("rows.npz").IsBadInput("rows.npz", word);
    }

    [TestMethod]
    [DataRow("O")]
    [DataRow(">f4")]
    [DataRow("|S16")]
    [DataRow("[('a', '<f4')]")]
    public void NumpyTypes_ThatAreNoNumbers_AreRefused(string type)
    {
        File.WriteAllBytes(_scratch["rows.npy"], Numpy("(20, 1, 28, 28)", type));
        Quantize("rows.npy").IsBadInput("rows.npy");
    }

    [TestMethod]
    public void ArchiveThatIsNone_IsNamed() => Refused("rows.npz", [0x50, 0x4b, 3, 4, 0, 0, 0]);

    [TestMethod]
    public void QuotationMarkThatIsNeverClosed_EndsSoon() =>
        Refused("rows.csv", Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 784)) + "\n\"" + new string('x', 10_000_000)), "rows.csv", "quotation mark");

    [TestMethod]
    public void ParquetThatIsNone_IsNamed()
    {
        foreach (int seed in Enumerable.Range(0, 40))
        {
            byte[] bytes = new byte[200];
            new Random(seed).NextBytes(bytes);
            "PAR1"u8.CopyTo(bytes);
            "PAR1"u8.CopyTo(bytes.AsSpan(196));
            bytes[192] = (byte)(seed * 4);
            bytes[193] = bytes[194] = bytes[195] = 0;
            Refused("rows.parquet", bytes);
        }
    }

    [TestMethod]
    public async Task ParquetWithDamage_GivesRowsOrOneMessage()
    {
        var numbers = Enumerable.Range(0, 50).Select(i => new Two { A = i, B = $"{i}" }).ToList();
        using var stream = new MemoryStream();
        await Parquet.Serialization.ParquetSerializer.SerializeAsync(numbers, stream);
        byte[] good = stream.ToArray();
        int footer = good.Length - 8 - BitConverter.ToInt32(good, good.Length - 8);
        foreach (int seed in Enumerable.Range(0, 150))
        {
            var random = new Random(seed);
            byte[] bytes = [.. good];
            for (int i = 0; i < 3; i++)
            {
                bytes[random.Next(footer, bytes.Length)] = (byte)random.Next(256);
            }

            Refused("rows.parquet", bytes);
        }
    }

    [TestMethod]
    public void ImageOfManyPixelsInAFewBytes_IsLeftOut()
    {
        string images = _scratch.Images("images", 2, 15);

        // The header of a PNG of 60,000 x 60,000 pixels.
        byte[] png = File.ReadAllBytes(_scratch.Image("small.png"));
        (png[18], png[19], png[22], png[23]) = (0xea, 0x60, 0xea, 0x60);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Checksum(png.AsSpan(12, 17)));
        File.WriteAllBytes(Path.Combine(images, "class0", "huge.png"), png);
        var made = ToolRun.Of("quantize", ToolRun.FashionModel, "--everywhere", "-o", _scratch["m.onnx"], "--data", images, "--preset", "unit").Succeeds();
        Assert.Contains("1 of 31 images were left out: 'class0/huge.png' has 60000 x 60000 pixels", made.Errors.Replace('\\', '/'));
    }

    [TestMethod]
    public void ImageOfOneColumn_IsCutBeforeItIsEnlarged()
    {
        using (var bitmap = new SKBitmap(1, 20_000))
        using (var data = bitmap.Encode(SKEncodedImageFormat.Png, 100))
        {
            Directory.CreateDirectory(_scratch["images"]);
            File.WriteAllBytes(_scratch[Path.Combine("images", "long.png")], data.ToArray());
        }

        long before = Environment.WorkingSet;
        var (values, fault) = new Tool.Data.ImageReader(224, 224, 3, true, Tool.Data.ImageScaling.Create("imagenet", null, null, null)).Read(_scratch[Path.Combine("images", "long.png")]);
        Assert.IsNull(fault);
        Assert.HasCount(3 * 224 * 224, values!);
        Assert.IsLessThan(300_000_000, Environment.WorkingSet - before);
    }

    [TestMethod]
    public void ValueThatDoesNotFitTheModelsType_IsNamed() =>
        Assert.Contains("1E+30", Assert.ThrowsExactly<CommandException>(() => Tool.Data.ValueArrays.Create(ML.Data.NumberDataViewType.Int64, [1e30])).Message);

    [TestMethod]
    public void ReportOfNoKnownKind_IsRefusedBeforeTheWork()
    {
        ToolRun.Of("quantize", ToolRun.FashionModel, "--everywhere", "-o", _scratch["m.onnx"], "--random", "5", "--report", _scratch["r.pdf"]).IsBadInput("r.pdf", ".html");
        Assert.IsFalse(File.Exists(_scratch["m.onnx"]));
    }

    private static byte[] Numpy(string shape, string type)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(245) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text), .. new byte[4096]];
    }

    /// <summary>The CRC-32 of PNG.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return ~sum;
    }

    private ToolRun Quantize(string file) => ToolRun.Of("quantize", ToolRun.FashionModel, "--everywhere", "-o", _scratch["m.onnx"], "--data", _scratch[file]);

    private void Refused(string file, byte[] content, params string[] words)
    {
        File.WriteAllBytes(_scratch[file], content);
        var run = Quantize(file);
        run.IsBadInput(words.Length > 0 ? words : [file]);
        Assert.DoesNotContain("fault of its own", run.Errors);
        Assert.IsFalse(File.Exists(_scratch["m.onnx"]));
    }

    private sealed class Two
    {
        public float A { get; set; }

        public string B { get; set; } = "";
    }
}
