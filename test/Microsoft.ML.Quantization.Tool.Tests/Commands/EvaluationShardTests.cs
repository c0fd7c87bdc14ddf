using Microsoft.ML.Quantization.Tests;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>evaluate on several machines, and merge.</summary>
[TestClass]
public sealed class EvaluationShardTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    public void ShardsOfLabelledImages_GiveTheSameEvaluation(int count)
    {
        string images = _scratch.Images("images", 10, 5);
        _scratch.Text(Path.Combine("images", "class3", "015.png"), "not a picture");
        IsSame(count, "--data", images, "--preset", "unit");
    }

    [TestMethod]
    public void ShardsWithoutLabels_GiveTheSameEvaluation() => IsSame(4, "--data", _scratch.Numpy("rows.npy", Scratch.Noise(30 * 784, 1), 30, 1, 28, 28));

    [TestMethod]
    public void FewerRowsThanShards_GiveTheSameEvaluation() => IsSame(5, "--data", _scratch.Numpy("rows.npy", Scratch.Noise(3 * 784, 1), 3, 1, 28, 28), "--task", "Embedding");

    /// <summary>A detector of faces, whose first class is the background.</summary>
    [TestMethod]
    public void ShardsOfDetections_GiveTheSameEvaluation()
    {
        string detector = SharedAssets.Model("ultraface_rfb320.onnx");
        string faces = Path.Combine(_scratch.Folder, "faces");
        Directory.CreateDirectory(faces);
        for (int i = 0; i < 5; i++)
        {
            File.Copy(SharedAssets.Data("faces.jpg"), Path.Combine(faces, $"{i}.jpg"));
        }

        string[] data = ["--data", faces, "--mean", "127,127,127", "--std", "128,128,128", "--preset", "raw", "--resize", "240"];
        ToolRun.Of(["quantize", detector, "-o", _scratch["int8.onnx"], "--effort", "fast", .. data]).Succeeds();
        string[] evaluate = ["evaluate", detector, _scratch["int8.onnx"], "--task", "ObjectDetection", "--background", "0", .. data];
        var whole = ToolRun.Of([.. evaluate, "--json"]).Succeeds();
        Assert.Contains("DetectionAgreement", whole.Output);
        string[] parts = [.. Enumerable.Range(1, 3).Select(shard => _scratch[$"part-{shard}.json"])];
        for (int shard = 1; shard <= parts.Length; shard++)
        {
            ToolRun.Of([.. evaluate, "--shard", $"{shard}/{parts.Length}", "-o", parts[shard - 1]]).Succeeds();
        }

        Assert.AreEqual(whole.Output, ToolRun.Of(["merge", "--json", .. parts]).Succeeds().Output);
    }

    [TestMethod]
    public void WhatDoesNotGoTogether_IsNamed()
    {
        Quantize();
        Evaluate("1/2", "part-1.json", "--random", "9").Succeeds();
        Merge("part-1.json").IsBadInput("missing: 2");
        Evaluate("1/2", "part-1.json", "--random", "9").IsBadInput("part-1.json", "--force");
        Evaluate("2/2", "part-2.json", "--random", "8").Succeeds();
        Merge("part-1.json", "part-2.json").IsBadInput("part-1.json", "part-2.json", "9 rows", "8");
        Evaluate("2/2", "part-2.json", "--random", "9", "--task", "Embedding", "--force").Succeeds();
        Merge("part-1.json", "part-2.json").IsBadInput("part-1.json", "part-2.json", "Embedding");
        Evaluate("1/2", "again.json", "--random", "9").Succeeds();
        Merge("part-1.json", "again.json").IsBadInput("part-1.json", "again.json", "1/2");
        Evaluate("2/2", "part-2.json", "--random", "9", "--task", "ObjectDetection", "--force").IsBadInput("which of its dimensions are the places");
        Evaluate("2/2", "part-2.json", "--random", "9", "--background", "0", "--force").IsBadInput("--task ObjectDetection");
    }

    [TestMethod]
    public void ADamagedPart_IsNamed()
    {
        Quantize();
        Evaluate("1/1", "part.json", "--random", "9").Succeeds();
        string text = File.ReadAllText(_scratch["part.json"]);
        foreach (string damaged in new[]
        {
            text[..(text.Length / 2)], text.Replace("\"version\": 1", "\"version\": 7", StringComparison.Ordinal), text.Replace("\"count\": 9", "\"count\": 8", StringComparison.Ordinal),
            text.Replace("\"task\": \"", "\"task\": \"No", StringComparison.Ordinal), text.Replace("\"totalRows\": 9", "\"totalRows\": 3", StringComparison.Ordinal),
        })
        {
            Assert.AreNotEqual(text, damaged);
            File.WriteAllText(_scratch["part.json"], damaged);
            Merge("part.json").IsBadInput("part.json", "Evaluate that shard again");
        }
    }

    [TestMethod]
    public void AShardWithoutAFile_SaysWhatIsMissing()
    {
        Quantize();
        ToolRun.Of("evaluate", ToolRun.FashionModel, _scratch["int8.onnx"], "--random", "3", "--shard", "1/2").IsBadInput("--output", "part-3.json");
        ToolRun.Of("evaluate", ToolRun.FashionModel, _scratch["int8.onnx"], "--random", "3", "-o", _scratch["part.json"]).IsBadInput("--shard", "part-3.json");
    }

    private void IsSame(int count, params string[] data)
    {
        Quantize();
        var whole = ToolRun.Of(["evaluate", ToolRun.FashionModel, _scratch["int8.onnx"], "--json", .. data]).Succeeds();
        string[] parts = [.. Enumerable.Range(1, count).Select(shard => $"part-{shard}.json")];
        for (int shard = 1; shard <= count; shard++)
        {
            Evaluate($"{shard}/{count}", parts[shard - 1], data).Succeeds();
        }

        Assert.AreEqual(whole.Output, ToolRun.Of(["merge", "--json", .. parts.Reverse().Select(part => _scratch[part])]).Succeeds().Output);
    }

    private void Quantize() => ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "40", "--everywhere", "-o", _scratch["int8.onnx"]).Succeeds();

    private ToolRun Merge(params string[] parts) => ToolRun.Of(["merge", .. parts.Select(part => _scratch[part])]);

    private ToolRun Evaluate(string shard, string part, params string[] arguments) =>
        ToolRun.Of(["evaluate", ToolRun.FashionModel, _scratch["int8.onnx"], "--shard", shard, "-o", _scratch[part], .. arguments]);
}
