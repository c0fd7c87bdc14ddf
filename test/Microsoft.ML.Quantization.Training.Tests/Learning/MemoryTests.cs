using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>What training takes of native memory in its first epochs it goes on with.</summary>
[TestClass]
public sealed class MemoryTests
{
    private const int Settled = 3;
    private const int Epochs = 12;

    // The nine epochs after the third make 40 MB of activations each: to keep one tensor of every step would take more than this.
    private const long LargestGrowth = 24 << 20;

    public required TestContext TestContext { get; set; }

    // This thread's only: the garbage collector's thread disposes of what other tests left.
    private static long Living => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    [TestMethod]
    [DataRow(TrainingOptimizer.Adam)]
    [DataRow(TrainingOptimizer.Sgd)]
    public void NoEpochLeavesTensorsBehind_NorDoesTheTraining(TrainingOptimizer optimizer)
    {
        List<long> counts = [];
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        TrainingLog.AtEpochs(context, _ => counts.Add(Living));
        var data = context.Data.LoadFromEnumerable(images.Rows(150, 1));
        long before = Living;
        context.Transforms.QuantizeAware(images.ModelFile, "Label", TinyTraining.Options(Epochs, optimizer: optimizer)).Fit(data).Dispose();

        Assert.HasCount(Epochs, counts);
        Assert.AreEqual(1, counts.Skip(1).Distinct().Count(), string.Join(' ', counts));
        Assert.AreEqual(before, Living);
    }

    [TestMethod]
    public void TheProcessDoesNotGrowFromEpochToEpoch()
    {
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        Dictionary<int, long> sizes = [];
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        var log = new TrainingLog(context);
        TrainingLog.AtEpochs(context, epoch => sizes[epoch] = WorkingSet());
        var data = context.Data.LoadFromEnumerable(images.Rows(1500, 1));
        context.Transforms.QuantizeAware(images.ModelFile, "Label", TinyTraining.Options(Epochs)).Fit(data).Dispose();

        Assert.HasCount(Epochs, sizes, log.ToString());
        TestContext.WriteLine(string.Join(' ', sizes.Values.Select(size => $"{size >> 10} KB")));
        Assert.IsLessThan(LargestGrowth, sizes[Epochs] - sizes[Settled]);
    }

    private static long WorkingSet()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
