using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>calibrate on several machines, and merge.</summary>
[TestClass]
public sealed class ShardCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DataRow("default")]
    [DataRow("fast")]
    public void EightShardsOfImages_GiveTheBytesOfQuantize(string effort)
    {
        // An image that cannot be read leaves its place empty.
        string images = _scratch.Images("images", 10, 17);
        _scratch.Text(Path.Combine("images", "class3", "999.png"), "not a picture");
        string[] data = ["--data", images, "--preset", "unit", "--everywhere", "--effort", effort];
        IsSame(8, data, ["--everywhere", "--effort", effort]);
    }

    [TestMethod]
    public void ShardsOfATable_GiveTheBytesOfQuantize()
    {
        float[] noise = Scratch.Noise(20 * 784, 1);
        string[] lines = [.. Enumerable.Range(0, 20).Select(row => string.Join(',', noise.Skip(row * 784).Take(784)))];
        string path = _scratch.Text("rows.csv", [string.Join(',', Enumerable.Range(0, 784).Select(i => $"p{i}")), .. lines]);
        IsSame(3, ["--data", path, "--everywhere", "--rows", "17"], ["--everywhere"]);
    }

    [TestMethod]
    public void ShardsOfArrays_GiveTheBytesOfQuantize()
    {
        string path = _scratch.Numpy("rows.npy", Scratch.Noise(5 * 784, 1), 5, 1, 28, 28);
        IsSame(7, ["--data", path, "--everywhere", "-t", "arm64"], ["--everywhere", "-t", "arm64"]);
    }

    [TestMethod]
    public void ShardsOfAModelOfAnySize_TellItsSize()
    {
        // What reads no images has to know how large they were.
        using (var model = OnnxModelReader.Load(ToolRun.FashionModel))
        {
            var shape = model.Graph.Input[0].Type.TensorType.Shape;
            (shape.Dim[2].DimParam, shape.Dim[3].DimParam) = ("H", "W");
            File.WriteAllBytes(_scratch["free.onnx"], OnnxModelWriter.ToBytes(model));
        }

        IsSame(2, ["--data", _scratch.Images("images", 2, 5), "--preset", "unit", "--size", "28x28", "--everywhere"], ["--everywhere"], _scratch["free.onnx"]);
    }

    [TestMethod]
    public void Calibrate_Json_IsTheOnlyOutput()
    {
        var json = JsonNode.Parse(Calibrate("2/3", "--json").Succeeds().Output)!;
        Assert.AreEqual((2, 3, 4, 10), ((int)json["shard"]!, (int)json["shards"]!, (int)json["rows"]! + 1, (int)json["totalRows"]!));
    }

    [TestMethod]
    public void Merge_WritesReportAndTable()
    {
        Shards(2);
        var merged = Merge("--report", _scratch["report.html"], "--calibration", _scratch["table.json"], "--json").Succeeds();
        Assert.IsTrue(File.Exists(_scratch["report.html"]) && File.Exists(_scratch["table.json"]));
        Assert.AreEqual(10, (int)JsonNode.Parse(merged.Output)!["report"]!["evaluatedRows"]!);
        Assert.Contains("2 of 2 shards, 10 of 10 rows", merged.Errors);
    }

    [TestMethod]
    [DataRow("3")]
    [DataRow("0/8")]
    [DataRow("9/8")]
    [DataRow("-1/8")]
    [DataRow("a/b")]
    [DataRow("1/2/3")]
    public void AWrongShard_SaysWhatIsRight(string shard) => Calibrate(shard).IsBadInput("--shard", "3/8", $"'{shard}'");

    [TestMethod]
    public void AShardThatExists_NeedsForce()
    {
        Calibrate("1/2").Succeeds();
        Calibrate("1/2").IsBadInput("shard.json", "--force");
        Calibrate("1/2", "--force").Succeeds();
    }

    [TestMethod]
    public void AMissingShard_IsNumbered()
    {
        Shards(3);
        File.Delete(_scratch["shard-2.json"]);
        Merge().IsBadInput("missing: 2");
        Assert.IsFalse(File.Exists(_scratch["merged.onnx"]));
    }

    [TestMethod]
    public void ADoubledShard_IsNamed()
    {
        Shards(2);
        File.Copy(_scratch["shard-2.json"], _scratch["shard-copy.json"]);
        Merge().IsBadInput("shard-2.json", "shard-copy.json", "2/2");
    }

    [TestMethod]
    public void ATruncatedShard_IsNamed()
    {
        Shards(2);
        File.WriteAllText(_scratch["shard-2.json"], File.ReadAllText(_scratch["shard-2.json"])[..1000]);
        Merge().IsBadInput("shard-2.json", "Calibrate that shard again");
    }

    [TestMethod]
    public void NoShards_AreNamed() => Merge().IsBadInput("shard-*.json", "calibrate --shard");

    [TestMethod]
    public void AnotherModel_IsNamed()
    {
        Shards(1);
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "3", "--everywhere", "--dynamic", "-o", _scratch["other.onnx"]).Succeeds();
        ToolRun.Of("merge", _scratch["shard-1.json"], "--model", _scratch["other.onnx"], "-o", _scratch["merged.onnx"]).IsBadInput("other.onnx");
        ToolRun.Of("merge", _scratch["shard-1.json"], "--model", _scratch["none.onnx"], "-o", _scratch["merged.onnx"]).IsBadInput("none.onnx");
    }

    [TestMethod]
    public void TooManyDamagedImages_EndTheMerge_ThoughNoShardHasTooMany()
    {
        string images = _scratch.Images("images", 2, 50);
        string[] damaged = ["000", "001", "002", "003", "004", "005"];
        Array.ForEach(damaged, name => _scratch.Text(Path.Combine("images", $"class{int.Parse(name) % 2}", $"{name}.png"), "not a picture"));
        for (int shard = 1; shard <= 3; shard++)
        {
            ToolRun.Of("calibrate", ToolRun.FashionModel, "--data", images, "--preset", "unit", "--everywhere", "--shard", $"{shard}/3", "-o", _scratch[$"shard-{shard}.json"]).Succeeds();
        }

        Merge().IsBadInput("6 of 100 rows", "too many");
    }

    [TestMethod]
    public void OtherOptions_AreNamed()
    {
        Shards(1);
        Merge("--effort", "best").IsBadInput("effort Default", "options");
    }

    private void IsSame(int count, string[] data, string[] settings, string? file = null)
    {
        string model = file ?? ToolRun.FashionModel;
        ToolRun.Of(["quantize", model, .. data, "-o", _scratch["whole.onnx"], "--calibration", _scratch["whole.json"]]).Succeeds();
        for (int shard = 1; shard <= count; shard++)
        {
            ToolRun.Of(["calibrate", model, .. data, "--shard", $"{shard}/{count}", "-o", _scratch[$"shard-{shard}.json"]]).Succeeds();
        }

        ToolRun.Of(["merge", _scratch["shard-*.json"], "--model", model, .. settings, "-o", _scratch["merged.onnx"], "--calibration", _scratch["merged.json"]]).Succeeds();
        CollectionAssert.AreEqual(File.ReadAllBytes(_scratch["whole.onnx"]), File.ReadAllBytes(_scratch["merged.onnx"]));
        Assert.AreEqual(File.ReadAllText(_scratch["whole.json"]), File.ReadAllText(_scratch["merged.json"]));
    }

    private void Shards(int count)
    {
        for (int shard = 1; shard <= count; shard++)
        {
            ToolRun.Of("calibrate", ToolRun.FashionModel, "--random", "10", "--everywhere", "--shard", $"{shard}/{count}", "-o", _scratch[$"shard-{shard}.json"]).Succeeds();
        }
    }

    private ToolRun Merge(params string[] arguments) => ToolRun.Of(["merge", _scratch["shard-*.json"], "--model", ToolRun.FashionModel, "--everywhere", "-o", _scratch["merged.onnx"], .. arguments]);

    private ToolRun Calibrate(string shard, params string[] arguments) =>
        ToolRun.Of(["calibrate", ToolRun.FashionModel, "--random", "10", "--everywhere", "--shard", shard, "-o", _scratch["shard.json"], .. arguments]);
}
