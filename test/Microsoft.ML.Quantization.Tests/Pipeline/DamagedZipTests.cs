using System.IO.Compression;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Saved pipelines that were changed by accident or by design: one error that names the file, and nothing left behind.</summary>
[TestClass]
public sealed class DamagedZipTests : IDisposable
{
    private const string Key = "Microsoft.ML.Quantization.Pipeline";

    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();
    private readonly IDataView _data;
    private readonly string _place;
    private readonly string _path;
    private readonly byte[] _whole;

    public DamagedZipTests()
    {
        _data = PipelineData.Table(_context, 9, 6);
        _place = Directory.CreateDirectory(_folder.File("temporary")).FullName;
        _path = _folder.File("m.zip");
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        using var model = StandInQuantizer.Estimator(_context, file.Path).Fit(_data);
        _context.Quantization().Save(model, _data.Schema, _path);
        _whole = File.ReadAllBytes(_path);
        _context.TempFilePath = _place;
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void EveryDamage_IsOneErrorThatNamesTheFile_OrChangesNothing()
    {
        string[] expected = Scores();
        var random = new Random(21);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            File.WriteAllBytes(_path, Damage.Bytes(_whole, random));
            try
            {
                CollectionAssert.AreEqual(expected, Scores(), $"{i}");
            }
            catch (InvalidDataException e)
            {
                ErrorAssert.Names(e.Message, $"'{_path}'");
                refused++;
            }

            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_place), $"{i}");
        }

        Assert.IsGreaterThan(200, refused);
    }

    [TestMethod]
    [DataRow("truncated", "{\"Format\":1,")]
    [DataRow("nothing but the format", "{\"Format\":1}")]
    [DataRow("no object", "3")]
    [DataRow("null", "null")]
    [DataRow("another format", "{\"Format\":7}")]
    public void RecordOfTheStep_ThatIsNone_IsRefused(string what, string record) => RefusedWith(_ => record, what);

    [TestMethod]
    [DataRow("\"Tensor\":\"x\"", "\"Tensor\":\"no\\u202Ene\"")]
    [DataRow("\"Tensor\":\"y\"", "\"Tensor\":\"x\"")]
    [DataRow("\"Tensor\":\"x\"", "\"Tensor\":null")]
    [DataRow("\"RowShape\":[1,6]", "\"RowShape\":[1,9223372036854775807]")]
    [DataRow("\"RowShape\":[1,6]", "\"RowShape\":null")]
    [DataRow("\"RowShape\":[1,6]", "\"RowShape\":[-6]")]
    [DataRow("\"BatchSize\":null", "\"BatchSize\":-1")]
    [DataRow("\"Renamed\":{}", "\"Renamed\":{\"x\":\"q\",\"y\":\"q\"}")]
    [DataRow("\"Interface\":\"", "\"Interface\":\"!")]
    [DataRow("\"Interface\":\"", "\"Interface\":\"AAAA")]
    public void RecordOfTheStep_ThatDoesNotFit_IsRefused(string from, string to) => RefusedWith(
        record =>
        {
            StringAssert.Contains(record, from);
            return record.Replace(from, to, StringComparison.Ordinal);
        },
        to);

    [TestMethod]
    public void ModelsThatOnnxRuntimeRefuses_LeaveNothingBehind()
    {
        Rewrite(model => model.Graph.Node[0].OpType = "NoSuchOperator");
        Refused("an unknown operator");
        Rewrite(model => model.Graph.Node.Add(model.Graph.Node[0].Clone()));
        Refused("a tensor made twice");
        Rewrite(model => model.MetadataProps.Clear(), model => model.Graph.Node[0].OpType = "NoSuchOperator");
        Refused("a model of others with an unknown operator");
    }

    [TestMethod]
    public void EntriesThatLeadOut_AreRefused()
    {
        foreach (string name in new[] { "../out", "a/../../out", "..\\out", "/etc/passwd", "C:\\x", "Version.txt" })
        {
            File.WriteAllBytes(_path, _whole);
            using (var zip = ZipFile.Open(_path, ZipArchiveMode.Update))
            {
                zip.CreateEntry(name);
                zip.CreateEntry(name);
            }

            Refused(name);
        }
    }

    [TestMethod]
    public void WhatGrowsWithoutEnd_IsRefusedBeforeItDoes()
    {
        using (var zip = ZipFile.Open(_path, ZipArchiveMode.Update))
        using (Stream bomb = zip.CreateEntry("bomb", CompressionLevel.SmallestSize).Open())
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 150; i++)
            {
                bomb.Write(zeros);
            }
        }

        Refused("is said to hold");
    }

    [TestMethod]
    public void WhatIsNoZip_IsRefused()
    {
        foreach (byte[] content in new byte[][] { [], [1, 2, 3], "PK\x3\x4"u8.ToArray(), new byte[100_000] })
        {
            File.WriteAllBytes(_path, content);
            Refused($"{content.Length} bytes");
        }

        using var stream = new MemoryStream([1, 2, 3]);
        Assert.ThrowsExactly<InvalidDataException>(() => _context.Quantization().Load(stream, out _));
    }

    private void RefusedWith(Func<string, string> change, string what)
    {
        Rewrite(model =>
        {
            var record = model.MetadataProps.Single(entry => entry.Key == Key);
            record.Value = change(record.Value);
        });
        Refused(what);
    }

    private void Refused(string what)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _context.Quantization().Load(_path, out _), what);
        ErrorAssert.Names(error.Message, $"'{_path}'");
        Assert.IsFalse(error.Message.Contains('\u202E', StringComparison.Ordinal));
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_place), what);
    }

    /// <summary>Writes the zip anew with another model in it.</summary>
    private void Rewrite(params Action<ModelProto>[] changes)
    {
        File.WriteAllBytes(_path, _whole);
        using var zip = ZipFile.Open(_path, ZipArchiveMode.Update);
        ZipArchiveEntry entry = zip.Entries.Single(each => each.Name == "OnnxModel");
        using Stream content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        ModelProto model = ModelProto.Parser.ParseFrom(bytes.ToArray(), sizeof(int), (int)bytes.Length - sizeof(int));
        Array.ForEach(changes, change => change(model));
        content.SetLength(0);
        content.Write(BitConverter.GetBytes(model.CalculateSize()));
        model.WriteTo(content);
    }

    private string[] Scores()
    {
        var loaded = _context.Quantization().Load(_path, out _);
        try
        {
            return ViewRows.Read(loaded.Transform(_data), "y");
        }
        finally
        {
            (loaded as IDisposable)?.Dispose();
        }
    }
}
