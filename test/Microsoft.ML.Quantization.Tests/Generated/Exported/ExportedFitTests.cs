using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Calibration.Shards;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Models that strangers would bring, with data as users have it: each is quantized with every effort, keeps its inputs and outputs, and is no worse than with the fast effort.</summary>
[TestClass]
public sealed class ExportedFitTests
{
    /// <summary>Where few rows show little: what is exact needs no proof, and must not need any.</summary>
    [TestMethod]
    [DataRow(QuantizationEffort.Default, 8, 100)]
    [DataRow(QuantizationEffort.Default, 160, 200)]
    [DataRow(QuantizationEffort.Best, 300, 230)]
    public void AnyEffort_IsNoWorseThanFast(QuantizationEffort effort, int rows, int first)
    {
        var faults = Enumerable.Range(first, 20).AsParallel().AsOrdered().SelectMany(seed => ExportedFit.Faults(seed, rows, effort)).ToArray();
        Assert.AreEqual("", string.Join('\n', faults));
    }

    [TestMethod]
    public void ThreadsAndShards_GiveTheSameBytes()
    {
        for (int seed = 300; seed < 308; seed++)
        {
            var model = ExportedModel.Create(seed);
            using var file = new ModelFile(model.Model);
            var rows = model.Rows(1, seed % 2 == 0 ? 170 : 20);
            var options = QuantizerRun.Everything with { IntraOpThreads = 1 };
            byte[] expected = PostTrainingQuantizer.Run(file.Path, rows, options, new QuantizerRun.Messages()).Bytes();
            CollectionAssert.AreEqual(expected, PostTrainingQuantizer.Run(file.Path, rows, options with { IntraOpThreads = 2 }, new QuantizerRun.Messages()).Bytes(), $"seed {seed}, two threads");
            CollectionAssert.AreEqual(expected, ShardedRun.Quantize(file.Path, rows, options, 3, seed).Bytes(), $"seed {seed}, three shards");
        }
    }
}
