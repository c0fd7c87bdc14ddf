using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

[TestClass]
public class ExactScoringTests
{
    private const int TrainingRows = 12_000;
    private const int TestRows = 3_000;

    public static IEnumerable<string[]> Trainers => TreeTrainers.All.Keys.Select(name => new[] { name });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Score_OfEveryTrainer_IsStockBitForBit(string trainer)
    {
        var context = new MLContext(1);
        var table = Table.Featurize(context, Table.Rows(TrainingRows, seed: 3, missing: 0.02));
        var stage = TreeTrainers.All[trainer](context).Fit(table);
        Assert.IsTrue(TreeEngine.TryCreate(context, stage, out var engine, out string? reason), reason);

        var plain = FeatureRows.Read(table).Take(TestRows).ToList();
        VBuffer<float>[] rows = [.. plain, .. HardRows.Create(engine.Model, plain, TestRows, seed: 4)];
        var stock = StockScores.Read(stage.Transform(FeatureRows.View(context, rows, engine.Model.FeatureCount)));

        StockAssert.Definition(stock, rows, engine.Model);
        StockAssert.RowByRow(stock, rows, engine);
        foreach (var width in Enum.GetValues<KernelWidth>().Where(KernelWidths.IsSupported))
        {
            StockAssert.Batches(stock, rows, engine, width);
        }
    }
}
