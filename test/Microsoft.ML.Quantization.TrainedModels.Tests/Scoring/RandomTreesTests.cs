using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Compiling;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

[TestClass]
public class RandomTreesTests
{
    [TestMethod]
    [DataRow(1, 40, 8, 5)]
    [DataRow(1, 30, 70, 12)]
    [DataRow(3, 20, 300, 30)]
    [DataRow(1, 6, 3000, 3)]
    [DataRow(2, 2, 40_000, 40)]
    public void Score_OfTreesOfAnyShape_AgreesWithTheDefinition(int classes, int trees, int mostLeaves, int features)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Check(RandomTrees.Model(seed, classes, trees, mostLeaves, features), seed, rows: 700);
        }
    }

    [TestMethod]
    public void Score_OfATreeThatIsWalkedFromItsTop_AgreesWithTheDefinition()
    {
        var ensemble = new TreeEnsemble([RandomTrees.Create(new Random(2), 5 * TreeTop.MostExits, 20)], 20, TreeAggregation.Sum);
        var model = new TreeModel { Ensembles = [ensemble], Calibrations = [null], ClassScores = ClassScores.Single };
        Assert.IsGreaterThanOrEqualTo(0, new TreeProgram(model.Ensembles).Trees[0][0].Exit);
        Check(model, seed: 9, rows: 1500);
    }

    [TestMethod]
    public void Score_OfAMillionLeaves_AgreesWithTheDefinition()
    {
        var random = new Random(7);
        var ensemble = new TreeEnsemble([RandomTrees.Create(random, 1_000_000, 50), RandomTrees.Create(random, 3, 50)], 50, TreeAggregation.Sum);
        Check(new TreeModel { Ensembles = [ensemble], Calibrations = [null], ClassScores = ClassScores.Single }, seed: 1, rows: 200);
    }

    [TestMethod]
    public void Score_OfThreadsThatShareAnEngine_IsTheSame()
    {
        var model = RandomTrees.Model(1, 1, 50, 60, 20);
        var engine = new TreeEngine(model);
        var rows = Rows(model, 5, 1000);
        var expected = Definition(model, rows);
        Parallel.For(0, 8, _ => StockAssert.Batches(expected, rows, engine, KernelWidths.Best));
    }

    [TestMethod]
    public void Add_OfARowOfAnotherLength_SaysBothLengths()
    {
        var engine = new TreeEngine(RandomTrees.Model(1, 1, 3, 9, 20));
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => engine.CreateBatch().Add(new float[19]));
        StringAssert.Contains(thrown.Message, "19");
        StringAssert.Contains(thrown.Message, "20");
        Assert.ThrowsExactly<InvalidOperationException>(() => engine.CreateRowScorer().Score(new float[21], new float[1]));
        Assert.ThrowsExactly<InvalidOperationException>(() => engine.CreateBatch().Add(21, [], []));
    }

    private static void Check(TreeModel model, int seed, int rows)
    {
        var engine = new TreeEngine(model);
        var made = Rows(model, seed, rows);
        var expected = Definition(model, made);
        StockAssert.RowByRow(expected, made, engine);
        foreach (var width in Enum.GetValues<KernelWidth>().Where(KernelWidths.IsSupported))
        {
            StockAssert.Batches(expected, made, engine, width);
        }
    }

    private static VBuffer<float>[] Rows(TreeModel model, int seed, int count)
    {
        var random = new Random(seed);
        var plain = Enumerable.Range(0, 100).Select(_ => new VBuffer<float>(model.FeatureCount, [.. Enumerable.Range(0, model.FeatureCount).Select(_ => (random.NextSingle() * 4) - 2)])).ToList();
        return [.. HardRows.Create(model, plain, count, seed)];
    }

    private static StockScores Definition(TreeModel model, VBuffer<float>[] rows) => new([.. rows.Select(row =>
    {
        float[] scores = new float[model.ScoreCount];
        model.Score([.. row.DenseValues()], scores);
        return scores;
    })], null);
}
