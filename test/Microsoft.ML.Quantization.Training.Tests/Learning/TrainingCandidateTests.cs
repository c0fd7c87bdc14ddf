using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Training as one way to quantize among others.</summary>
[TestClass]
public sealed class TrainingCandidateTests : IDisposable
{
    private const int Epochs = 10;
    private const int Pixels = TinyImages.Size * TinyImages.Size;

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;
    private readonly IDataView _training;
    private readonly IDataView _validation;

    public TrainingCandidateTests()
    {
        _images = new TinyImages(_folder.Path, spread: 9);
        _training = _context.Data.LoadFromEnumerable(_images.Rows(1500, 1));
        _validation = _context.Data.LoadFromEnumerable(_images.Rows(600, 2));
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Compare_TellsWhatTrainingGains()
    {
        var candidate = QuantizationAwareTraining.Candidate("trained", _training, "Label", TinyTraining.Options(Epochs));
        var comparison = Compare(QuantizationCandidate.PostTraining("calibrated", TinyTraining.PerTensor), candidate);
        var (calibrated, trained) = (comparison.Methods[1], comparison.Methods[2]);
        Assert.IsNull(trained.Error, trained.Error);
        Assert.IsGreaterThan(calibrated.Accuracy + 0.05, trained.Accuracy);
        StringAssert.StartsWith(trained.BestFor, "most accurate");
        Assert.AreEqual("10 epochs of training on labels", trained.Effort);
        Assert.IsNull(trained.Options);
        Assert.IsGreaterThan(calibrated.MakingTime, trained.MakingTime);
    }

    /// <summary>The model is the one that QuantizeAware gives.</summary>
    [TestMethod]
    public void Compare_TrainsAsQuantizeAwareDoes()
    {
        var options = TinyTraining.Options(2);
        var comparison = Compare(QuantizationAwareTraining.Candidate("trained", _training, "Label", options));
        using var model = _context.Transforms.QuantizeAware(_images.ModelFile, "Label", options).Fit(_training);
        Assert.AreEqual(_context.Quantization().Evaluate(_validation, model, "Label").ToJson(), comparison.Methods[1].Evaluation!.ToJson());
    }

    [TestMethod]
    public void Compare_WithoutDataOfItsOwn_LearnsFromTheCalibrationRows()
    {
        var comparison = Compare(QuantizationAwareTraining.Candidate("trained", options: TinyTraining.Options(1)));
        Assert.IsNull(comparison.Methods[1].Error, comparison.Methods[1].Error);
        Assert.AreEqual("1 epoch of training, without labels", comparison.Methods[1].Effort);
    }

    [TestMethod]
    public void Escalation_TrainsWhereNothingElseIsGoodEnough()
    {
        // One layer leaves mixed precision nothing to choose, and 7 bits decide differently for some of many rows.
        float[] weights = Uniform(new Random(5), TinyImages.Classes * Pixels);
        using var model = new ModelBuilder(17).Input("Image", -1, 1, TinyImages.Size, TinyImages.Size).Weights("w", weights, TinyImages.Classes, 1, TinyImages.Size, TinyImages.Size)
            .Node("Conv", "Image w", "Scores").Output("Scores").Model();
        string file = _folder.File("one.onnx");
        OnnxModelWriter.Save(model, file);
        var (fitted, held) = (Labelled(weights, 200, 1), Labelled(weights, 2000, 2));
        var options = new QuantizationOptions
        {
            Effort = QuantizationEffort.Fast,
            PerChannel = false,
            OnlyWhereFaster = false,
            ReduceRange = true,
            Budget = new QuantizationBudget
            {
                MaxAccuracyLoss = 0,
                LabelColumnName = "Label",
                ValidationData = held,
                Escalation = [QuantizationAwareTraining.Candidate("trained", null, "Label", TinyTraining.Options(1))],
                FloatIfOutOfBudget = true,
            },
        };
        using var fit = _context.Transforms.Quantize(file, options).Fit(fitted);
        Assert.AreEqual("trained", fit.Report!.Attempts[^1].Name, string.Join('\n', fit.Report.Attempts));
        Assert.IsTrue(fit.Report.Attempts[^1].Loss < 0.2, fit.Report.Attempts[^1].ToString());
    }

    [TestMethod]
    public void Escalation_WithNoRowsLeftToTrainOn_SaysSo()
    {
        var candidate = QuantizationAwareTraining.Candidate("trained", options: TinyTraining.Options(1));
        var context = new CandidateContext(_images.ModelFile, null!, new QuantizationOptions(), new Silence());
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => candidate.Quantize(context));
        StringAssert.Contains(error.Message, "'trained' has no rows to train on");
    }

    [TestMethod]
    public void Candidate_OfBadArguments_IsRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => QuantizationAwareTraining.Candidate("t", _training, "Klasse")).Message, "'Klasse'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => QuantizationAwareTraining.Candidate("t", _training, "Label", TinyTraining.Options(-1)));
        Assert.ThrowsExactly<ArgumentException>(() => QuantizationAwareTraining.Candidate(" "));
        var budget = new QuantizationAwareTrainingOptions { Quantization = new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 0.5 } } };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => QuantizationAwareTraining.Candidate("t", options: budget)).Message, "Budget must be null");
    }

    [TestMethod]
    public void Compare_StopsATraining()
    {
        using var stop = new CancellationTokenSource();
        TrainingLog.AtEpochs(_context, _ => stop.Cancel());
        var options = new QuantizationComparisonOptions
        {
            Quantization = new QuantizationOptions { PerChannel = false, OnlyWhereFaster = false, CancellationToken = stop.Token },
            Candidates = [QuantizationAwareTraining.Candidate("trained", _training, "Label", TinyTraining.Options(500))],
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Compare(_training, _validation, _images.ModelFile, "Label", options));
    }

    [TestMethod]
    [DataRow(null, 3)]
    [DataRow(2, 2)]
    public void Compare_TrainsOnTheThreadsOfTheComparison(int? ofTraining, int expected)
    {
        List<int> seen = [];
        TrainingLog.AtEpochs(_context, _ => seen.Add(TorchSharp.torch.get_num_threads()));
        var options = new QuantizationComparisonOptions
        {
            Quantization = new QuantizationOptions { PerChannel = false, OnlyWhereFaster = false, IntraOpThreads = 3 },
            Candidates = [QuantizationAwareTraining.Candidate("trained", _training, "Label", TinyTraining.Options(1) with { Threads = ofTraining })],
            MeasureLayers = false,
            HalfOfTiming = BriefTiming.Limits,
        };
        Assert.IsNull(_context.Quantization().Compare(_training, _validation, _images.ModelFile, "Label", options).Methods[1].Error);
        Assert.AreEqual(expected, seen.Distinct().Single());
    }

    private static float[] Uniform(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() * 2) - 1)];

    /// <summary>Images, however close, with the class of the largest product with the weights.</summary>
    private IDataView Labelled(float[] weights, int count, int seed)
    {
        var random = new Random(seed);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            float[] image = Uniform(random, Pixels);
            int best = Enumerable.Range(0, TinyImages.Classes).MaxBy(c => Enumerable.Range(0, Pixels).Sum(i => (double)image[i] * weights[(c * Pixels) + i]));
            return new TinyImages.Row { Image = image, Label = (uint)best };
        }).ToArray());
    }

    private QuantizationComparison Compare(params QuantizationCandidate[] candidates) => _context.Quantization().Compare(
        _training, _validation, _images.ModelFile, "Label", new QuantizationComparisonOptions { Quantization = TinyTraining.PerTensor, Candidates = candidates, MeasureLayers = false, HalfOfTiming = BriefTiming.Limits });
}
