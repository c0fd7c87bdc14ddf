using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Every trainer of trees behind featurizers, as a user has it: the quantized chain is the stock one in every column, and saved and loaded it still is.</summary>
[TestClass]
public class EveryTrainerTests
{
    public static IEnumerable<string[]> Trainers => TreeTrainers.All.Keys.Select(name => new[] { name });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ChainOfEveryTrainer_IsStockInEveryColumn(string trainer)
    {
        var context = new MLContext(1);
        var training = context.Data.LoadFromEnumerable(Table.Rows(3000, seed: 21).ToList());
        var model = AutoMLChains.Featurizer(context).Append(TreeTrainers.All[trainer](context)).Fit(training);
        var test = context.Data.LoadFromEnumerable(Table.Rows(1100, seed: 22, missing: 0.05).ToList());
        ChainAssert.Quantized(context, model, context.Data.TakeRows(test, 300), test);
    }
}
