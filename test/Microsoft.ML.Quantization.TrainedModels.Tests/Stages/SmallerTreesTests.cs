using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Stages;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>A stage that cannot be written smaller stays as it was, with the reason.</summary>
[TestClass]
public class SmallerTreesTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow(QuantizationLevel.Exact)]
    [DataRow(QuantizationLevel.Compact)]
    public void Create_OfADamagedStage_LeavesItAsItWas_WithTheReason(QuantizationLevel level)
    {
        var table = Table.Featurize(_context, Table.Rows(300, seed: 1));
        var stage = _context.Regression.Trainers.FastTree(numberOfTrees: 3, numberOfLeaves: 5).Fit(table);
        var request = new StageRequest(_context, stage, table, new TrainedModelOptions { Level = level });
        var random = new Random(4);
        int left = 0;
        for (int turn = 0; turn < 150; turn++)
        {
            var trees = Read(stage);
            byte[] content = trees.Stage.Entry("Model").Content.ToArray();
            content[random.Next(content.Length)] ^= (byte)random.Next(1, 256);
            trees.Stage.Replace("Model", content.AsSpan(0, turn % 3 == 0 ? random.Next(content.Length) : content.Length));

            var made = SmallerTrees.Create(request, trees);
            if (made.Stock == stage)
            {
                left++;
                Assert.AreSame(trees.Model, made.Model);
                Assert.IsNull(made.Compact);
                Assert.IsFalse(made.IsCleared);
                StringAssert.StartsWith(made.Note, "saved as it was, as ");
            }
        }

        Assert.IsGreaterThan(50, left);
        Assert.IsLessThan(150, left);
    }

    [TestMethod]
    public void Create_WhereNothingIsToChange_KeepsTheStage()
    {
        var table = Table.Featurize(_context, Table.Rows(300, seed: 1));
        var stage = _context.Regression.Trainers.FastTree(numberOfTrees: 3, numberOfLeaves: 5).Fit(table);
        var made = SmallerTrees.Create(new StageRequest(_context, stage, table, new TrainedModelOptions { ClearTrainingFields = false }), Read(stage));
        Assert.AreSame(stage, made.Stock);
        Assert.IsNull(made.Note);
    }

    private SavedTrees Read(ITransformer stage)
    {
        Assert.IsTrue(TreeModelReader.TryRead(_context, stage, out var trees, out string? reason), reason);
        return trees;
    }
}
