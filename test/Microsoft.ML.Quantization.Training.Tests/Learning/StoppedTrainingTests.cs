using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>A training that ends before its time.</summary>
[TestClass]
public sealed class StoppedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;
    private readonly TinyImages.Row[] _rows;

    public StoppedTrainingTests()
    {
        _images = new TinyImages(_folder.Path);
        _rows = _images.Rows(100, 1);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ALossThatIsNoNumberEndsTheTrainingAndKeepsTheBest()
    {
        var log = new TrainingLog(_context);

        // INT8 clips what explodes, so the last layer is left in FP32.
        var options = TinyTraining.Options(3, rate: 1e38, optimizer: TrainingOptimizer.Sgd, scales: ScaleTraining.Frozen, inFloat: [TinyImages.LastNode]);
        double accuracy = TinyImages.Accuracy(Fit(options), _context, _rows);

        log.AssertHolds("no number any more in epoch");
        Assert.IsGreaterThan(0.5, accuracy);
    }

    [TestMethod]
    public void CancellationKeepsTheBestWhereThatIsAskedFor()
    {
        using var stop = new CancellationTokenSource();
        TrainingLog.AtEpochs(_context, _ => stop.Cancel());
        var trained = Fit(TinyTraining.Options(50, keepBest: true, cancellation: stop.Token));
        Assert.IsGreaterThan(0.5, TinyImages.Accuracy(trained, _context, _rows));
    }

    private QuantizedOnnxTransformer Fit(QuantizationAwareTrainingOptions options) =>
        _context.Transforms.QuantizeAware(_images.ModelFile, "Label", options).Fit(_context.Data.LoadFromEnumerable(_rows));
}
