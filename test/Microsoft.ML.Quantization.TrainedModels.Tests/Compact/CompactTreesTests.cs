using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Compact;

[TestClass]
public class CompactTreesTests
{
    [TestMethod]
    [DataRow("FastTree regression")]
    [DataRow("FastForest regression")]
    [DataRow("FastTree Tweedie")]
    [DataRow("LightGbm regression")]
    public void Score_WithLeavesOf16Bits_StaysWithinTheStatedError(string trainer)
    {
        var context = new MLContext(1);
        var table = Table.Featurize(context, Table.Rows(8_000, seed: 3));
        var stage = TreeTrainers.All[trainer](context).Fit(table);
        Assert.IsTrue(TreeModelReader.TryRead(context, stage, out var trees, out string? reason), reason);
        var model = trees.Model;
        var compact = new CompactTrees(model, 16);
        var (exact, rounded) = (new TreeEngine(model).CreateRowScorer(), new TreeEngine(compact.ToModel()).CreateRowScorer());
        float[] first = new float[1];
        float[] second = new float[1];
        double largest = 0;
        double bound = 0;
        foreach (var row in FeatureRows.Read(table))
        {
            float[] values = [.. row.DenseValues()];
            exact.Score(values, first);
            rounded.Score(values, second);
            double error = Math.Abs((double)first[0] - second[0]);
            bound = compact.Roundings[0].ScoreError(second[0]);
            Assert.IsLessThanOrEqualTo(bound, error, $"score {first[0]}");
            largest = Math.Max(largest, error);
        }

        Assert.IsGreaterThan(0, largest);
        Assert.IsGreaterThan(bound / 300, largest, "The bound says little.");
    }

    [TestMethod]
    public void Round_OfLeaves_GivesMultiplesOfAPowerOfTwoThatFit16Bits()
    {
        var ensemble = RandomTrees.Model(3, 1, 40, 60, 10).Ensembles[0];
        var rounding = LeafRounding.Round(ensemble, 16);
        Assert.AreEqual(0, Math.ILogB(rounding.Step) - Math.Log2(rounding.Step), "not a power of two");
        Assert.IsLessThanOrEqualTo(ensemble.Trees.Count * rounding.Step / 2, rounding.SumError);
        foreach (double leaf in rounding.Ensemble.Trees.SelectMany(tree => tree.Leaves))
        {
            double multiple = leaf / rounding.Step;
            Assert.AreEqual(Math.Round(multiple), multiple);
            Assert.IsLessThanOrEqualTo(32767, Math.Abs(multiple));
        }

        Assert.IsGreaterThan(16383, rounding.Ensemble.Trees.Max(tree => tree.Leaves.Max(leaf => Math.Abs(leaf / rounding.Step))), "the step is larger than needed");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(1e-310)]
    public void Round_OfLeavesWithoutAScale_LeavesThemAsTheyAre(double leaf)
    {
        var ensemble = new TreeEnsemble([new Tree { Left = [], Right = [], Features = [], Thresholds = [], Leaves = [leaf] }], 1, TreeAggregation.Sum);
        var rounding = LeafRounding.Round(ensemble, 16);
        Assert.AreSame(ensemble, rounding.Ensemble);
        Assert.AreEqual(0, rounding.Step);
        Assert.AreEqual(0, rounding.SumError);
    }
}
