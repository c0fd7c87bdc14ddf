using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>A disk that fills while a checkpoint is written.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private const int Epochs = 4;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void ACheckpointThatDoesNotFit_LeavesTheOneBefore()
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        var data = context.Data.LoadFromEnumerable(images.Rows(150, 1));
        byte[] whole = TinyTraining.Bytes(context, images, data, TinyTraining.Options(Epochs), folder);
        string checkpoints = Path.Combine(folder.Path, "checkpoints");
        var options = TinyTraining.Options(Epochs, checkpoints: checkpoints);

        byte[] first = [];
        FileSizeLimit? full = null;
        TrainingLog.AtEpochs(context, epoch =>
        {
            if (epoch == 2)
            {
                first = File.ReadAllBytes(Path.Combine(checkpoints, "training.checkpoint"));
                full = new FileSizeLimit(first.Length / 2);
            }
        });
        try
        {
            ErrorAssert.Throws<IOException>(() => TinyTraining.Bytes(context, images, data, options, folder), $"Cannot write '{Path.Combine(checkpoints, "training.checkpoint")}'");
        }
        finally
        {
            full?.Dispose();
        }

        CollectionAssert.AreEqual(new[] { "training.checkpoint" }, Directory.GetFileSystemEntries(checkpoints).Select(Path.GetFileName).ToArray());
        CollectionAssert.AreEqual(first, File.ReadAllBytes(Path.Combine(checkpoints, "training.checkpoint")));

        var again = new MLContext(1);
        var log = new TrainingLog(again);
        byte[] resumed = TinyTraining.Bytes(again, images, again.Data.LoadFromEnumerable(images.Rows(150, 1)), options, folder);
        log.AssertHolds("Going on after epoch 1");
        CollectionAssert.AreEqual(whole, resumed);
    }
}
