using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class CheckpointTests : IDisposable
{
    private const int Epochs = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly TinyImages _images;
    private readonly IDataView _data;

    public CheckpointTests()
    {
        _images = new TinyImages(_folder.Path);
        _data = _context.Data.LoadFromEnumerable(_images.Rows(300, 1));
    }

    private string Checkpoints => Path.Combine(_folder.Path, "checkpoints");

    private string CheckpointFile => Path.Combine(Checkpoints, "training.checkpoint");

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ATrainingThatWasStoppedGoesOnToTheSameResult()
    {
        byte[] whole = TinyTraining.Bytes(_context, _images, _data, TinyTraining.Options(Epochs), _folder);

        StopAfterEpoch(2);
        var log = new TrainingLog(_context);
        byte[] resumed = TinyTraining.Bytes(_context, _images, _data, TinyTraining.Options(Epochs, checkpoints: Checkpoints), _folder);

        log.AssertHolds($"Going on after epoch 2 of {Epochs}");
        CollectionAssert.AreEqual(whole, resumed);
    }

    [TestMethod]
    public void ACheckpointOfOtherOptionsIsRefused()
    {
        StopAfterEpoch(1);
        var refused = Assert.ThrowsExactly<InvalidDataException>(
            () => TinyTraining.Bytes(_context, _images, _data, TinyTraining.Options(Epochs, rate: 0.5, checkpoints: Checkpoints), _folder));
        StringAssert.Contains(refused.Message, CheckpointFile);
    }

    [TestMethod]
    public void ADamagedCheckpointIsRefused()
    {
        StopAfterEpoch(1);
        File.WriteAllBytes(CheckpointFile, File.ReadAllBytes(CheckpointFile)[..500]);
        var refused = Assert.ThrowsExactly<InvalidDataException>(
            () => TinyTraining.Bytes(_context, _images, _data, TinyTraining.Options(Epochs, checkpoints: Checkpoints), _folder));
        StringAssert.Contains(refused.Message, CheckpointFile);
    }

    private void StopAfterEpoch(int epoch)
    {
        using var stop = new CancellationTokenSource();
        var context = new MLContext(1);
        TrainingLog.AtEpochs(context, ended =>
        {
            if (ended == epoch)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsExactly<OperationCanceledException>(() => TinyTraining.Bytes(
            context, _images, _data, TinyTraining.Options(Epochs, checkpoints: Checkpoints, cancellation: stop.Token), _folder));
        Assert.IsTrue(File.Exists(CheckpointFile));
    }
}
