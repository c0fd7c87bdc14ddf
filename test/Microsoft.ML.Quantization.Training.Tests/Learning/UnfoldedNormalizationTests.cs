using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Training.Learning;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using TorchSharp;
using static Microsoft.ML.Quantization.Training.Tests.Learning.NormalizedModel;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>BatchNormalization behind an activation or a Concat, where no convolution takes it in.</summary>
[TestClass]
public sealed class UnfoldedNormalizationTests : IDisposable
{
    private const int Epochs = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;

    public UnfoldedNormalizationTests() => _images = new TinyImages(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ScaleAndShiftLearn_AndTheExportedModelAgrees(bool concat)
    {
        var log = new TrainingLog(_context);
        using var prepared = ModelPreparer.Prepare(Create(concat));
        var exported = Train(concat, freezeAfter: 0.5);

        foreach (int input in new[] { Scale, Shift, Mean, Variance })
        {
            CollectionAssert.AreNotEqual(Values(prepared, input), Values(exported, input), $"{input}");
        }

        Assert.IsLessThan(log.LossBefore, log.LossAfter);
        Assert.AreEqual(100, log.Agreement);
    }

    [TestMethod]
    public void StatisticsThatAreFrozenFromTheStart_StayWhileScaleAndShiftLearn()
    {
        using var prepared = ModelPreparer.Prepare(Create(concat: false));
        var exported = Train(concat: false, freezeAfter: 0);

        CollectionAssert.AreEqual(Values(prepared, Mean), Values(exported, Mean));
        CollectionAssert.AreEqual(Values(prepared, Variance), Values(exported, Variance));
        CollectionAssert.AreNotEqual(Values(prepared, Scale), Values(exported, Scale));
    }

    /// <summary>Preparation makes one constant of the two that are all ones, and one of the two that are all zeros.</summary>
    [TestMethod]
    public void EqualConstants_AreTrainedApart()
    {
        using var prepared = ModelPreparer.Prepare(Create(concat: false, equal: true));
        Assert.AreEqual(2, Normalization(prepared).Input.Skip(1).Distinct().Count());
        var exported = Train(concat: false, freezeAfter: 0, equal: true);

        Assert.AreEqual(4, Normalization(exported).Input.Skip(1).Distinct().Count());
        CollectionAssert.AreEqual(Ones(TinyImages.Channels), Values(exported, Variance));
        CollectionAssert.AreNotEqual(Ones(TinyImages.Channels), Values(exported, Scale));
    }

    [TestMethod]
    public void StatisticsMove_UntilTheScheduledShareOfTheEpochs()
    {
        var moved = Moved(rowByRow: false);
        CollectionAssert.AreEqual(new[] { true, true, false, false }, moved);
    }

    [TestMethod]
    public void StatisticsOfOneRow_AreNotThoseOfTheData() => CollectionAssert.AreEqual(new bool[Epochs], Moved(rowByRow: true));

    [TestMethod]
    public void ALastBatchOfOneRow_HasNoStatistics()
    {
        var log = new TrainingLog(_context);
        string path = DenseData.Save(
            DenseData.Layers(16).List("scale", Ones(16)).List("shift", Ones(16)).List("mean", Ones(16)).List("variance", Ones(16)).Made("w", 16, 1)
                .Node("Relu", "scores", "positive")
                .Node("BatchNormalization", "positive scale shift mean variance", "normal")
                .Node("Tanh", "normal", "bent")
                .Node("MatMul", "bent w", "end").Output("end"),
            _folder);
        var options = new QuantizationAwareTrainingOptions { Quantization = TinyTraining.PerTensor, Epochs = 2, BatchSize = 32, ValidationShare = 0, Threads = 1 };
        using var model = _context.Transforms.QuantizeAware(path, nameof(DenseData.Row.Quantity), options).Fit(_context.Data.LoadFromEnumerable(DenseData.Rows(65, 1)));
        log.AssertHolds("Epoch 2 of 2:");
        Assert.IsLessThan(1, log.Difference);
    }

    /// <returns>In which epochs a run changes the statistics.</returns>
    private bool[] Moved(bool rowByRow)
    {
        string path = _folder.File("normal.onnx");
        OnnxModelWriter.Save(Create(concat: false), path);
        var options = TinyTraining.Options(Epochs);
        var rows = _images.Rows(8, 1).Select(row => new TrainingRow([new TensorValue("Image", row.Image, [1, 1, TinyImages.Size, TinyImages.Size])], [])).ToArray();
        using var observed = ObservedModel.Create(path, rows.Select(row => row.Inputs), [options.Quantization], new Silence());
        var calibrated = observed.Calibrate(options.Quantization, new Silence());
        using var model = TrainableModel.Create(calibrated, options);
        var schedule = new TrainingSchedule(options, stepsPerEpoch: 1, rowByRow);
        return [.. Enumerable.Range(0, Epochs).Select(epoch =>
        {
            schedule.Begin(epoch, model);
            float[] before = Statistic(model);
            using var scope = torch.NewDisposeScope();
            model.Graph.Run(Batch.Stack(rows, torch.CPU).Inputs, model.Quantizer, ["Scores"]);
            return !before.AsSpan().SequenceEqual(Statistic(model));
        })];
    }

    private OnnxModel Train(bool concat, double freezeAfter, bool equal = false)
    {
        string path = _folder.File("normal.onnx");
        OnnxModelWriter.Save(Create(concat, equal), path);
        var options = new QuantizationAwareTrainingOptions
        {
            Quantization = TinyTraining.PerTensor,
            Epochs = Epochs,
            LearningRate = 1e-2,
            DistillationWeight = 0,
            FreezeBatchNormalizationAfter = freezeAfter,
            Threads = 1,
        };
        using var model = _context.Transforms.QuantizeAware(path, "Label", options).Fit(_context.Data.LoadFromEnumerable(_images.Rows(400, 1)));
        string exported = _folder.File("trained.onnx");
        model.SaveOnnx(exported);
        return OnnxModelReader.Load(exported);
    }

    private static float[] Statistic(TrainableModel model) => model.Graph.Statistics.Values.First().data<float>().ToArray();
}
