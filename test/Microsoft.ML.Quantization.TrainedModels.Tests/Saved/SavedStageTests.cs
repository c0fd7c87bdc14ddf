using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Saved;

[TestClass]
public class SavedStageTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Load_OfWhatWasSaved_IsTheStage()
    {
        var table = Table.Featurize(_context, Table.Rows(500, seed: 5));
        var stage = _context.MulticlassClassification.Trainers.LightGbm("Class", numberOfIterations: 3).Fit(table);
        var loaded = SavedStage.Save(_context, stage).Load(_context);
        CollectionAssert.AreEqual(ViewRows.Read(stage.Transform(table)), ViewRows.Read(loaded.Transform(table)));
    }

    [TestMethod]
    public void Replace_OfANumberInALinearModel_IsWhatMLNetScoresWith()
    {
        var table = Table.Featurize(_context, Table.Rows(500, seed: 5));
        var stage = _context.Regression.Trainers.Sdca(maximumNumberOfIterations: 2).Fit(table);
        var saved = SavedStage.Save(_context, stage);
        byte[] content = saved.Entry("Model").Content.ToArray();
        Assert.IsTrue(BitConverter.GetBytes(stage.Model.Bias).AsSpan().SequenceEqual(content.AsSpan(sizeof(int), sizeof(float))), "The bias is elsewhere.");
        BitConverter.TryWriteBytes(content.AsSpan(sizeof(int)), 1e9f);
        saved.Replace("Model", content);

        var loaded = (ISingleFeaturePredictionTransformer<object>)saved.Load(_context);
        Assert.AreEqual(1e9f, ((Trainers.LinearRegressionModelParameters)loaded.Model).Bias);
        SchemaContract.AssertSame(stage.GetOutputSchema(table.Schema), loaded.GetOutputSchema(table.Schema));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    [DataRow(100_000)]
    public void Load_OfContentThatIsNone_SaysSo(int length)
    {
        var table = Table.Featurize(_context, Table.Rows(100, seed: 5));
        var saved = SavedStage.Save(_context, _context.Regression.Trainers.FastTree(numberOfTrees: 2).Fit(table));
        saved.Replace("Model", new byte[length]);
        StringAssert.Contains(Assert.ThrowsExactly<UnknownLayoutException>(() => saved.Load(_context)).Message, "ML.NET does not load");
    }

    [TestMethod]
    public void Replace_OfAnEntryThatIsNotThere_NamesIt()
    {
        var table = Table.Featurize(_context, Table.Rows(100, seed: 5));
        var saved = SavedStage.Save(_context, _context.Regression.Trainers.FastTree(numberOfTrees: 2).Fit(table));
        StringAssert.Contains(Assert.ThrowsExactly<UnknownLayoutException>(() => saved.Replace("Model/Calibrator", [])).Message, "TransformerChain/Model/Calibrator/Model.key");
    }
}
