using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Random featurizers, trainers and options; every chain is the stock one in every column, however it is scored and saved.</summary>
[TestClass]
public class RandomChainsTests
{
    private const int Chains = 100;
    private const double Missing = 0.1;

    public static IEnumerable<object[]> Seeds => Enumerable.Range(0, Chains).Select(seed => new object[] { seed });

    [TestMethod]
    [DynamicData(nameof(Seeds))]
    public void Chain_OfAnyFeaturizersAndTrainer_IsStockInEveryColumn(int seed)
    {
        var (context, random) = (new MLContext(seed), new Random(seed));
        var trainer = RandomTrainer.Create(context, random);
        var features = new RandomFeatures(context, random, complete: !trainer.IsTrees || random.Next(3) == 0).Create(flag: !trainer.LearnsFlag);
        var model = Arrange(context, random, features, trainer.Trainer).Fit(context.Data.LoadFromEnumerable(Table.Rows(300 + random.Next(500), seed, missing: 0.02).ToList()));

        List<TableRow> rows = [.. Table.Rows(100, seed + 1000, Missing), .. Unseen(seed)];
        var test = context.Data.LoadFromEnumerable(rows);
        var quantized = context.Quantization().WithTrainedModels().Quantize(model, context.Data.TakeRows(test, 40), out var report);
        if (!trainer.IsTrees)
        {
            Assert.AreSame(model, quantized, report.ToString());
            Assert.IsTrue(report.Stages.All(stage => stage.Explanation.Length > 0));
            return;
        }

        Assert.AreEqual(1, ChainAssert.Trees(quantized), report.ToString());
        ChainAssert.Same(model, quantized, test);
        ChainAssert.Same(model, quantized, context.Data.TakeRows(test, 1));
        ChainAssert.Saved(context, model, quantized, test);
        EngineAssert.Same(context, model, quantized, rows.Slice(90, 20));
    }

    /// <summary>Plain, nested, or with stages behind the predictor.</summary>
    private static IEstimator<ITransformer> Arrange(MLContext context, Random random, IEstimator<ITransformer> features, IEstimator<ITransformer> trainer) => random.Next(3) switch
    {
        0 => features.Append(trainer),
        1 => new EstimatorChain<ITransformer>().Append(new EstimatorChain<ITransformer>().Append(features)).Append(new EstimatorChain<ITransformer>().Append(trainer)),
        _ => features.Append(trainer).Append(context.Transforms.CopyColumns("Kept", "Score")).Append(context.Transforms.DropColumns("Color")),
    };

    /// <summary>Categories that training has not seen, with half of the numbers missing.</summary>
    private static IEnumerable<TableRow> Unseen(int seed) => Table.Rows(30, seed + 2000, missing: 0.5).Select((row, i) =>
    {
        (row.Color, row.Place) = (i % 3 == 0 ? "" : "never seen", i % 2 == 0 ? row.Place : "Neither this, é 1!");
        row.Marks = i % 2 == 0 ? row.Marks : new VBuffer<float>(TableRow.MarkCount, 0, null, null);
        return row;
    });
}
