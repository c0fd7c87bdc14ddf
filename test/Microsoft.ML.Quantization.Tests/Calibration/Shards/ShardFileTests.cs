using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Calibration.Shards;

/// <summary>Shards that are damaged, or do not go together, are refused by name.</summary>
[TestClass]
public sealed class ShardFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shard-tests-").FullName;
    private readonly ModelFile _model = new(ShardedRun.Chain());

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void ASavedShard_IsTheSame()
    {
        var shard = Calibrate(1);
        string first = Save(shard, "a.json");
        string second = Save(CalibrationShard.Load(first), "b.json");
        CollectionAssert.AreEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.HasCount(2, Directory.GetFiles(_folder));
        Assert.AreEqual((3, 30L, 90L, false, 1), (shard.Count, shard.Rows, shard.TotalRows, shard.IsComplete, shard.Indexes.Single()));
    }

    [TestMethod]
    public void ATruncatedFile_IsNamed()
    {
        string path = Save(Calibrate(0), "cut.json");
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length += (bytes.Length / 23) + 1)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var error = Assert.ThrowsExactly<InvalidDataException>(() => CalibrationShard.Load(path));
            Assert.Contains("cut.json", error.Message);
            Assert.Contains("Calibrate that shard again", error.Message);
        }
    }

    [TestMethod]
    [DataRow("format", "\"Microsoft.ML.Quantization.CalibrationTable\"", "'format'")]
    [DataRow("version", "2", "version 2")]
    [DataRow("shardCount", "0", "'shards'")]
    [DataRow("shards", "[4]", "'shards'")]
    [DataRow("shards", "[1, 1]", "'shards'")]
    [DataRow("rows", "-1", "'rows'")]
    [DataRow("rows", "91", "not its own")]
    [DataRow("totalRows", "7", "not its own")]
    [DataRow("rowSha256Sum", "\"AAAA\"", "'rowSha256Sum'")]
    [DataRow("tensors", "[{}]", "'name'")]
    [DataRow("keptRows", "[{\"place\": 1, \"uses\": 8, \"inputs\": []}]", "row 1")]
    [DataRow("keptRows", "[{\"place\": 0, \"uses\": 1, \"inputs\": [{\"name\": \"x\", \"type\": \"Single\", \"shape\": [3], \"values\": \"AAAA\"}]}]", "'values'")]
    [DataRow("keptRows", "[{\"place\": 0, \"uses\": 1, \"inputs\": [{\"name\": \"x\", \"type\": \"Single\", \"shape\": [-1, -1], \"values\": \"AAAAAA==\"}]}]", "shape")]
    [DataRow("keptRows", "[{\"place\": 0, \"uses\": 1, \"inputs\": [{\"name\": \"x\", \"type\": \"DateTime\", \"shape\": [1], \"values\": \"AAAAAA==\"}]}]", "type")]
    public void AWrongField_IsNamed(string field, string value, string word)
    {
        string path = Save(Calibrate(0), "wrong.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => CalibrationShard.Load(path));
        Assert.Contains("wrong.json", error.Message);
        Assert.Contains(word, error.Message);
    }

    [TestMethod]
    [DataRow("tensors", "exponent", "999")]
    [DataRow("tensors", "positive", "\"AAAA\"")]
    [DataRow("tensors", "maximum", "-100")]
    [DataRow("channelMeans", "sumsLow", "\"AAAA\"")]
    [DataRow("channels", "sides", "\"AAgICAgICAgI\"")]
    [DataRow("channels", "bins", "\"\"")]
    [DataRow("covariances", "sizes", "[]")]
    public void WrongNumbers_AreRefused(string list, string field, string value)
    {
        string path = Save(Calibrate(0), "wrong.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json[list]![0]![field] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        Assert.Contains("wrong.json", Assert.ThrowsExactly<InvalidDataException>(() => CalibrationShard.Load(path)).Message);
    }

    [TestMethod]
    public void AnyDamage_IsAnInvalidFileOrAShard()
    {
        string path = Save(Calibrate(0), "damaged.json");
        byte[] bytes = File.ReadAllBytes(path);
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                ShardReader.Read(damaged, path);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("damaged.json", error.Message);
            }
        }
    }

    [TestMethod]
    public void ADoubledShard_IsNamed()
    {
        var (first, again) = (Saved(0, "first.json"), Saved(0, "again.json"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => CalibrationShard.Merge([first, again]));
        Assert.Contains("first.json", error.Message);
        Assert.Contains("again.json", error.Message);
        Assert.Contains("1/3", error.Message);
    }

    [TestMethod]
    public void AMissingShard_IsNumbered()
    {
        var part = CalibrationShard.Merge([Calibrate(0), Calibrate(2)]);
        Assert.IsFalse(part.IsComplete);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ShardedRun.Quantize(_model.Path, QuantizerRun.Everything, part));
        Assert.Contains("one is missing: 2.", error.Message);
    }

    [TestMethod]
    public void ShardsThatDoNotGoTogether_SayWhy()
    {
        using var other = new ModelFile(SmallModels.ConvRelu());
        var first = Saved(0, "first.json");
        Refused(first, ShardedRun.Calibrate(other.Path, Rows(90), QuantizerRun.Everything, 1, 3), "different models");
        Refused(first, ShardedRun.Calibrate(_model.Path, Rows(90), QuantizerRun.Everything, 1, 4), "3 shards", "4");
        Refused(first, ShardedRun.Calibrate(_model.Path, Rows(91), QuantizerRun.Everything, 1, 3), "90 rows", "91");
        Refused(first, ShardedRun.Calibrate(_model.Path, Rows(90), QuantizerRun.Everything with { Effort = QuantizationEffort.Fast }, 1, 3), "different options", "effort Fast");
        Assert.ThrowsExactly<ArgumentException>(() => CalibrationShard.Merge([]));
    }

    [TestMethod]
    public void AnotherModelOrOptionsThatNeedMore_AreRefused()
    {
        using var other = new ModelFile(SmallModels.ConvRelu());
        var whole = CalibrationShard.Merge([Calibrate(0), Calibrate(1), Calibrate(2)]);
        Assert.Contains("another model", Assert.ThrowsExactly<InvalidOperationException>(() => ShardedRun.Quantize(other.Path, QuantizerRun.Everything, whole)).Message);
        foreach (var options in new[] { QuantizerRun.Everything with { Effort = QuantizationEffort.Best }, QuantizerRun.Everything with { CrossLayerEqualization = true } })
        {
            Assert.Contains("effort Default", Assert.ThrowsExactly<InvalidOperationException>(() => ShardedRun.Quantize(_model.Path, options, whole), $"{options.Effort}").Message);
        }
    }

    private static void Refused(CalibrationShard one, CalibrationShard other, params string[] words)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => CalibrationShard.Merge([one, other]));
        foreach (string word in words.Append("first.json"))
        {
            Assert.Contains(word, error.Message);
        }
    }

    private static Microsoft.ML.Quantization.Onnx.TensorValue[][] Rows(int count) => QuantizerRun.Rows(count, SmallModels.Image);

    private CalibrationShard Calibrate(int index) => ShardedRun.Calibrate(_model.Path, Rows(90), QuantizerRun.Everything, index, 3);

    private CalibrationShard Saved(int index, string name) => CalibrationShard.Load(Save(Calibrate(index), name));

    private string Save(CalibrationShard shard, string name)
    {
        string path = Path.Combine(_folder, name);
        shard.Save(path);
        return path;
    }
}
