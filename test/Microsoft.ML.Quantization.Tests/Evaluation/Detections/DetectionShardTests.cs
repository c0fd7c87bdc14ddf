using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Evaluation.Shards;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>Detections that are evaluated on several machines give what one evaluation of all rows gives.</summary>
[TestClass]
public sealed class DetectionShardTests : IDisposable
{
    private readonly DetectionPairs _models = new(3, 20);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ShardsOfAnyNumber_GiveTheSameEvaluation(bool labelled)
    {
        var rows = Rows(37, seed: 11);
        string whole = _models.Evaluate(rows, labelled).ToJson();
        for (int count = 1; count <= 8; count++)
        {
            var merged = EvaluationShard.Merge(Enumerable.Range(0, count).Reverse().Select(index => Saved(rows, index, count, labelled)));
            Assert.AreEqual(whole, merged.Evaluate(0.95).ToJson(), $"{count} shards");
        }
    }

    [TestMethod]
    public void MoreShardsThanRows_GiveTheSameEvaluation()
    {
        var rows = Rows(3, seed: 4);
        Assert.AreEqual(_models.Evaluate(rows).ToJson(), EvaluationShard.Merge(Enumerable.Range(0, 8).Select(index => Saved(rows, index, 8))).Evaluate(0.95).ToJson());
    }

    /// <summary>Shares of an image and pixels are seen where all rows are together, though labels and detections are in different shards.</summary>
    [TestMethod]
    public void BoxesOfOtherUnits_AreRefusedAsInOneRun()
    {
        LabelledRow[] rows =
        [
            Placed(_models.Row([new(0, 0.9f, new Box(10, 10, 90, 90))], [], []), 0),
            Placed(_models.Row([], [], new LabelledObject(0, new Box(0.1, 0.1, 0.9, 0.9))), 1),
        ];
        var merged = EvaluationShard.Merge(Enumerable.Range(0, 2).Select(index => Saved(rows, index, 2)));
        Assert.AreEqual(Assert.ThrowsExactly<InvalidOperationException>(() => _models.Evaluate(rows)).Message, Assert.ThrowsExactly<InvalidOperationException>(() => merged.Evaluate(0.95)).Message);
    }

    [TestMethod]
    public void ShardsThatWereReadOtherwise_AreRefused()
    {
        var rows = Rows(9, seed: 3);
        foreach (var other in new DetectionOptions[] { new() { MaxDetections = 5 }, new() { ScoreThreshold = 0.2f }, new() { SuppressionThreshold = 0.7f }, new() { AgreementThreshold = 0.6f }, new() { BoxScaleX = 2 } })
        {
            ErrorAssert.Throws<ArgumentException>(() => EvaluationShard.Merge([Saved(rows, 0, 2), Saved(rows, 1, 2, options: other)]), "shard-0", "shard-1", "same options");
        }

        ErrorAssert.Throws<ArgumentException>(() => EvaluationShard.Merge([Saved(rows, 0, 2), Saved(rows, 1, 2, labelled: false)]), "with labels");
    }

    /// <summary>Every number of a row may be damaged in a file.</summary>
    [TestMethod]
    public void DamagedNumbers_AreRefused()
    {
        double[] numbers = Shard(Rows(1, seed: 5), 0, 1).Rows[0].Numbers;
        var form = new DetectedForm("boxes", 0.5f, true);
        Assert.AreEqual(numbers.Length, form.Length([.. numbers, 1, 2, 3]));
        for (int length = 0; length < numbers.Length; length++)
        {
            Assert.ThrowsExactly<FormatException>(() => form.Length(numbers.AsSpan(0, length)), $"{length} numbers");
        }

        int objects = 2 + 2 + 4;
        foreach (double wrong in new[] { -1, 0.5, double.NaN, double.PositiveInfinity, 1e300 })
        {
            double[] damaged = [.. numbers];
            damaged[objects] = wrong;
            Assert.ThrowsExactly<FormatException>(() => form.Length(damaged), $"{wrong} objects");
        }
    }

    private EvaluationShard Saved(LabelledRow[] rows, int index, int count, bool labelled = true, DetectionOptions? options = null)
    {
        string path = _folder.File($"shard-{index}.json");
        EvaluationShardFile.Save(Shard(rows, index, count, labelled, options), path);
        return EvaluationShardFile.Load(path);
    }

    private EvaluationShard Shard(LabelledRow[] rows, int index, int count, bool labelled = true, DetectionOptions? options = null)
    {
        var part = new RowShard(index, count, rows.Length);
        return _models.Shard(rows.Where(row => row.Place == 0 || part.Has(row.Place)), part, labelled, options);
    }

    private LabelledRow[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. FoundSet.Random(count, seed).Images.Select((image, place) =>
        {
            Detection[] detections = [.. image.Detections.Where(each => each.Class < 3)];
            return Placed(_models.Row(detections, Array.ConvertAll(detections, each => each with { Score = each.Score * (random.Next(4) == 0 ? 0.5f : 1) }), image.Objects), place);
        })];
    }

    private static LabelledRow Placed(LabelledRow row, long place) => row with { Place = place };
}
