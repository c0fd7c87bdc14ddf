using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Generated;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Calibration.Shards;

/// <summary>A model calibrated in shards is the model of one calibration: the INT8 file, and the table, byte for byte.</summary>
[TestClass]
public sealed class ShardedCalibrationTests
{
    /// <summary>Fewer rows than shards, fewer than are held back from, and more than are kept.</summary>
    private static readonly int[] RowCounts = [3, 40, 149, 150, 340, 700];

    [TestMethod]
    [DataRow(QuantizationEffort.Fast)]
    [DataRow(QuantizationEffort.Default)]
    public void GeneratedModels_GiveTheSameBytes(QuantizationEffort effort)
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false, Effort = effort };
        for (int seed = 0; seed < 12; seed++)
        {
            var model = GeneratedModel.Create(seed);
            AreSame(model.Model, QuantizerRun.Rows(RowCounts[seed % RowCounts.Length], model.Shape), options, [new[] { 1, 2, 3, 8 }[seed % 4]], seed);
        }
    }

    [TestMethod]
    [DataRow(QuantizationEffort.Default, 700)]
    [DataRow(QuantizationEffort.Default, 149)]
    [DataRow(QuantizationEffort.Best, 500)]
    public void AnyNumberOfShards_GivesTheSameBytes(QuantizationEffort effort, int rows) =>
        AreSame(SmallModels.Residual(), QuantizerRun.Rows(rows, SmallModels.Image), new QuantizationOptions { OnlyWhereFaster = false, Effort = effort }, [1, 2, 3, 8], rows);

    [TestMethod]
    public void AskedPasses_OtherTargetsAndTheOtherForm_GiveTheSameBytes()
    {
        var rows = QuantizerRun.Rows(200, SmallModels.Image);
        AreSame(SmallModels.ConvClip(), rows, new QuantizationOptions { OnlyWhereFaster = false, Passes = new QuantizationPasses { RangeDescent = true } }, [3], 1);
        AreSame(ShardedRun.Chain(), rows, new QuantizationOptions { OnlyWhereFaster = false, CrossLayerEqualization = true, Calibration = CalibrationMethod.Auto }, [3], 2);
        AreSame(SmallModels.Concat(), rows, new QuantizationOptions { Target = QuantizationTarget.LiteRt, AlsoFor = [QuantizationTarget.OnnxRuntimeX86Vnni] }, [3], 3);
    }

    [TestMethod]
    public void ModelWithoutAnythingToQuantize_GivesTheSameBytes() => AreSame(SmallModels.Sum().Build(), QuantizerRun.Rows(5, 3), new QuantizationOptions(), [2], 1);

    [TestMethod]
    public void TheReport_IsMeasuredOnTheSameRows()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var rows = QuantizerRun.Rows(90, SmallModels.Image);
        var expected = PostTrainingQuantizer.Run(file.Path, rows, QuantizerRun.Everything, new QuantizerRun.Messages()).Report.Value;
        var actual = ShardedRun.Quantize(file.Path, rows, QuantizerRun.Everything, 4, 1).Report.Value;
        Assert.AreEqual((64, expected.Agreement, expected.Sqnr), (actual.EvaluatedRows, actual.Agreement, actual.Sqnr));
    }

    [TestMethod]
    public void RowsThatAreMissing_ChangeNothingBeside()
    {
        // As an image that cannot be read: its place is empty, in one run and in shards.
        using var file = new ModelFile(SmallModels.Residual());
        var rows = QuantizerRun.Rows(600, SmallModels.Image);
        bool IsThere(long place) => place % 17 != 4;
        var expected = PostTrainingQuantizer.Run(file.Path, new ShardedRun.Part(rows, new(0, 1, 600), IsThere), QuantizerRun.Everything, new QuantizerRun.Messages());
        var whole = CalibrationShard.Merge([.. Enumerable.Range(0, 5).Select(index => ShardedRun.Calibrate(file.Path, rows, QuantizerRun.Everything, index, 5, IsThere))]);
        CollectionAssert.AreEqual(expected.Bytes(), ShardedRun.Quantize(file.Path, QuantizerRun.Everything, whole).Bytes());
    }

    [TestMethod]
    public void OptionsThatObserveLess_MayBeTakenAfterwards()
    {
        using var file = new ModelFile(SmallModels.Residual());
        var rows = QuantizerRun.Rows(300, SmallModels.Image);
        var fast = QuantizerRun.Everything with { Effort = QuantizationEffort.Fast, Calibration = CalibrationMethod.Entropy };
        var whole = CalibrationShard.Merge([.. Enumerable.Range(0, 2).Select(index => ShardedRun.Calibrate(file.Path, rows, QuantizerRun.Everything, index, 2))]);
        var expected = PostTrainingQuantizer.Run(file.Path, rows, fast, new QuantizerRun.Messages());
        CollectionAssert.AreEqual(expected.Bytes(), ShardedRun.Quantize(file.Path, fast, whole).Bytes());
    }

    [TestMethod]
    public void ARealModel_GivesTheSameBytes()
    {
        string file = SharedAssets.Model("resnet8_cifar10_fp32.onnx");
        var rows = RealData.Cifar("cifar10_calib1000.bin.gz", 400, normalized: false);
        var options = new QuantizationOptions();
        var expected = PostTrainingQuantizer.Run(file, rows, options, new QuantizerRun.Messages());
        var actual = ShardedRun.Quantize(file, rows, options, 8, 3);
        CollectionAssert.AreEqual(expected.Bytes(), actual.Bytes());
        CollectionAssert.AreEqual(ShardedRun.Bytes(expected.Calibration), ShardedRun.Bytes(actual.Calibration));
    }

    private static void AreSame(ModelProto model, TensorValue[][] rows, QuantizationOptions options, int[] counts, int seed)
    {
        using var file = new ModelFile(model);
        var expected = PostTrainingQuantizer.Run(file.Path, rows, options, new QuantizerRun.Messages());
        foreach (int count in counts)
        {
            string what = $"{options.Effort}, {rows.Length} rows in {count} shards, seed {seed}";
            var actual = ShardedRun.Quantize(file.Path, rows, options, count, seed);
            CollectionAssert.AreEqual(expected.Bytes(), actual.Bytes(), what);
            CollectionAssert.AreEqual(ShardedRun.Bytes(expected.Calibration), ShardedRun.Bytes(actual.Calibration), what);
            CollectionAssert.AreEqual(expected.Others.Select(other => OnnxModelWriter.ToBytes(other.Model)).SelectMany(bytes => bytes).ToArray(), actual.Others.Select(other => OnnxModelWriter.ToBytes(other.Model)).SelectMany(bytes => bytes).ToArray(), what);
        }
    }
}
