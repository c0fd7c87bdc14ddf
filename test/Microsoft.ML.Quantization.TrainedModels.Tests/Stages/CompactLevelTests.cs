using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Rounded leaves, of every trainer: one set of bits wherever they are scored, within the bound that is stated, in a smaller file.</summary>
[TestClass]
public class CompactLevelTests
{
    private readonly MLContext _context = new(1);

    public static IEnumerable<object[]> Trainers => TreeTrainers.All.Keys.SelectMany(name => new object[][] { [name, 16], [name, 12] });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ChainOfEveryTrainer_HasTheSameBitsInMemoryAndInTheFile(string trainer, int bits)
    {
        var model = AutoMLChains.Featurizer(_context).Append(TreeTrainers.All[trainer](_context)).Fit(Data(2000, 21));
        var test = Data(700, 22, missing: 0.05);
        var quantized = _context.Quantization().WithTrainedModels()
            .Quantize(model, _context.Data.TakeRows(test, 300), out var report, new TrainedModelOptions { Level = QuantizationLevel.Compact, LeafBits = bits });
        Assert.AreEqual(1, ChainAssert.Trees(quantized), report.ToString());

        byte[] file = Save(quantized, test);
        var stock = new MLContext().Model.Load(new MemoryStream(file), out _);
        ChainAssert.Same(stock, quantized, test);
        ChainAssert.Same(stock, new MLContext().Quantization().WithTrainedModels().Load(new MemoryStream(file), out _), test);
        Bounded(model, stock, test, bits, report.Stages[^1].Explanation);
        Assert.IsLessThan((trainer.Contains("constant", StringComparison.Ordinal) ? 1 : 0.9) * Save(model, test).Length, file.Length);
    }

    [TestMethod]
    public void ARoundedModel_IsNotRoundedAgain()
    {
        var test = Data(300, 22);
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact };
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.FastTree()).Fit(Data(1000, 21));
        var stock = _context.Model.Load(new MemoryStream(Save(_context.Quantization().WithTrainedModels().Quantize(model, test, options), test)), out _);
        var again = _context.Quantization().WithTrainedModels().Quantize(stock, test, out var report, options);
        StringAssert.Contains(report.Stages[^1].Explanation, "leaves stay as they are, as the leaves have 16 bits already");
        ChainAssert.Same(stock, again, test);
        Assert.AreEqual(300, report.ComparedRows);
    }

    [TestMethod]
    public void DataThatCanBeReadOnlyOnce_IsEnough_WhereOtherRowsMeasureTheRounding()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.FastTree(numberOfTrees: 5)).Fit(Data(1000, 21));
        foreach (var (validation, cursors) in new[] { (Data(50, 23), 1), (null, 2) })
        {
            var data = new SpyView(Data(100, 22));
            var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, ValidationData = validation };
            Assert.AreEqual(1, ChainAssert.Trees(_context.Quantization().WithTrainedModels().Quantize(model, data, options)));
            Assert.AreEqual(cursors, data.Cursors);
        }
    }

    [TestMethod]
    public void DataWithoutRows_IsRefused()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.FastTree(numberOfTrees: 5)).Fit(Data(1000, 21));
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact };
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => _context.Quantization().WithTrainedModels().Quantize(model, Data(0, 1), options)).Message, "no rows");
    }

    [TestMethod]
    public void LeafBits_OfAnotherNumber_AreRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainedModelOptions { LeafBits = 8 }).Message, "LeafBits is 8");

    /// <summary>Single scores, against the bound of their own sums; what the report states is not below it.</summary>
    private void Bounded(Microsoft.ML.Data.TransformerChain<ITransformer> model, ITransformer rounded, IDataView test, int bits, string explanation)
    {
        Assert.IsTrue(TreeModelReader.TryRead(_context, model.LastTransformer, out var trees, out string? reason), reason);
        var compact = new CompactTrees(trees.Model, bits);
        if (compact.Reason is { } unrounded)
        {
            StringAssert.Contains(explanation, $"leaves stay as they are, as {unrounded}");
            return;
        }

        StringAssert.Contains(explanation, $"leaves of {bits} bits, which change ");
        StringAssert.Contains(explanation, ", on 300 rows by at most ");
        if (trees.Model.ScoreCount == 1)
        {
            var (before, after) = (StockScores.Read(model.Transform(test)), StockScores.Read(rounded.Transform(test)));
            for (int i = 0; i < before.Scores.Length; i++)
            {
                Assert.IsLessThanOrEqualTo(compact.Roundings[0].ScoreError(after.Scores[i][0]), Math.Abs((double)before.Scores[i][0] - after.Scores[i][0]));
            }
        }
    }

    private byte[] Save(ITransformer model, IDataView rows)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, rows.Schema, stream);
        return stream.ToArray();
    }

    private IDataView Data(int rows, int seed, double missing = 0) => _context.Data.LoadFromEnumerable(Table.Rows(rows, seed, missing).ToList());
}
