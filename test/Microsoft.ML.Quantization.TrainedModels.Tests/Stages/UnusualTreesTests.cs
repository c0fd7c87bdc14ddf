using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Trees that no trainer makes in a hurry. Whatever they are, the file has the bits that were scored in memory.</summary>
[TestClass]
public class UnusualTreesTests
{
    private readonly MLContext _context = new(1);

    public static IEnumerable<object[]> Leaves =>
    [
        ["no number", double.NaN, "some leaves are infinite or no numbers"],
        ["infinite", double.NegativeInfinity, "some leaves are infinite or no numbers"],
        ["beyond floats", 1e200, "some leaves are beyond the range of a score"],
        ["huge", 1e38, null!],
        ["tiny among others", 1e-300, null!],
        ["denormal among others", double.Epsilon, null!],
    ];

    [TestMethod]
    [DynamicData(nameof(Leaves))]
    public void Compact_OfAnUnusualLeaf_RoundsOrSaysWhyNot(string name, double leaf, string? reason)
    {
        var trees = Random(5, leaves: 30);
        trees[2].Leaves[3] = leaf;
        string explanation = Check(trees, QuantizationLevel.Compact);
        StringAssert.Contains(explanation, reason == null ? "leaves of 16 bits" : $"leaves stay as they are, as {reason}", name);
    }

    [TestMethod]
    [DataRow(0.1, "leaves of 16 bits")]
    [DataRow(0.5, "the leaves have 16 bits already")]
    [DataRow(0, "all leaves are 0")]
    [DataRow(1e-310, "too small")]
    public void Compact_OfEqualLeaves_RoundsOrSaysWhyNot(double leaf, string said)
    {
        var trees = Random(5, leaves: 30);
        trees.ForEach(tree => Array.Fill(tree.Leaves, leaf));
        StringAssert.Contains(Check(trees, QuantizationLevel.Compact), said);
    }

    [TestMethod]
    [DataRow(QuantizationLevel.Exact)]
    [DataRow(QuantizationLevel.Compact)]
    public void TreesOfAnyShape_KeepTheirBitsInTheFile(QuantizationLevel level)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Check(Random(1 + (3 * seed), leaves: 2 + (seed * seed), seed), level);
        }
    }

    [TestMethod]
    [DataRow(QuantizationLevel.Exact)]
    [DataRow(QuantizationLevel.Compact)]
    public void AMillionLeaves_KeepTheirBitsInTheFile(QuantizationLevel level)
    {
        Tree balanced = Balanced(20);
        StringAssert.Contains(Check([balanced], level), "1 tree of 1,048,576 leaves");
    }

    [TestMethod]
    public void TreesOfOneLeaf_ScoreAsStock()
    {
        var table = Table.Featurize(_context, Table.Rows(300, seed: 1));
        var options = new FastTreeRegressionTrainer.Options { NumberOfTrees = 3, MinimumExampleCountPerLeaf = 200, AllowEmptyTrees = true };
        var stage = _context.Regression.Trainers.FastTree(options).Fit(table);
        var quantized = _context.Quantization().WithTrainedModels().Quantize(stage, table, out var report, new TrainedModelOptions { Level = QuantizationLevel.Compact });
        ChainAssert.Same(stage, quantized, table);
        Assert.IsNotEmpty(report.Stages[0].Explanation);
    }

    /// <summary>Quantizes a stage of such trees and compares what is scored in memory with the file; gives what the report says.</summary>
    private string Check(IReadOnlyList<Tree> trees, QuantizationLevel level)
    {
        var table = Table.Featurize(_context, Table.Rows(200, seed: 1, missing: 0.1));
        var stage = MadeStage.Create(_context, table, trees);
        var quantized = _context.Quantization().WithTrainedModels().Quantize(stage, table, out var report, new TrainedModelOptions { Level = level });
        string explanation = report.Stages[0].Explanation;
        Assert.AreEqual(1, ChainAssert.Trees(quantized), explanation);
        using var file = new MemoryStream();
        _context.Model.Save(quantized, table.Schema, file);
        string[] scores = ViewRows.Read(quantized.Transform(table), "Score");
        CollectionAssert.AreEqual(scores, ViewRows.Read(_context.Model.Load(file, out _).Transform(table), "Score"), explanation);
        if (!explanation.Contains("which change", StringComparison.Ordinal))
        {
            CollectionAssert.AreEqual(ViewRows.Read(stage.Transform(table), "Score"), scores, explanation);
        }

        StringAssert.Contains(explanation, "saved without what only training used");
        return explanation;
    }

    private static List<Tree> Random(int trees, int leaves, int seed = 9)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, trees).Select(_ => RandomTrees.Create(random, leaves, TableRow.NumberCount))];
    }

    private static Tree Balanced(int depth)
    {
        int nodes = (1 << depth) - 1;
        int Child(int node) => node < nodes ? node : ~(node - nodes);
        var random = new Random(3);
        return new Tree
        {
            Left = [.. Enumerable.Range(0, nodes).Select(node => Child((2 * node) + 1))],
            Right = [.. Enumerable.Range(0, nodes).Select(node => Child((2 * node) + 2))],
            Features = [.. Enumerable.Range(0, nodes).Select(_ => random.Next(TableRow.NumberCount))],
            Thresholds = [.. Enumerable.Range(0, nodes).Select(_ => random.NextSingle())],
            Leaves = [.. Enumerable.Range(0, nodes + 1).Select(_ => random.NextDouble())],
        };
    }
}
