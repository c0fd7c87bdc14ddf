using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Two trained models compared: the metrics of each are ML.NET's own, whatever the task.</summary>
[TestClass]
public class EvaluateModelsTests
{
    private const double Tolerance = 1e-6;

    private readonly MLContext _context = new(1);
    private IDataView? _all;

    [TestMethod]
    public void Binary()
    {
        var (first, second) = Models(trees => _context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: trees));
        var evaluation = Evaluate(first, second, "Binary");
        Assert.AreEqual(EvaluationTask.BinaryClassification, evaluation.Task);
        var expected = new[] { first, second }.Select(model => _context.BinaryClassification.Evaluate(model.Transform(Test), "Binary")).ToArray();
        Same(evaluation, "Accuracy", expected.Select(each => each.Accuracy));
        Same(evaluation, "AreaUnderRocCurve", expected.Select(each => each.AreaUnderRocCurve));
        Same(evaluation, "F1Score", expected.Select(each => each.F1Score));
        Same(evaluation, "LogLoss", expected.Select(each => each.LogLoss));
        Assert.IsTrue(evaluation.Changes!.LargestProbabilityChange is > 0.01 and < 1);
        Assert.IsTrue(evaluation.Changes.LargestMargin > 0);
        CheckAgreement<bool>(evaluation, first, second);
    }

    [TestMethod]
    public void BinaryWithAnotherThreshold_DecidesByIt()
    {
        var model = _context.BinaryClassification.Trainers.FastForest("Binary", numberOfTrees: 10).Fit(Training);
        var changed = _context.BinaryClassification.ChangeModelThreshold(model, 1.5f);
        var evaluation = Evaluate(changed, model, "Binary");

        // ML.NET's evaluator takes 0 for the threshold, whatever the labels say that the model predicts.
        bool[] labels = [.. Test.GetColumn<bool>("Binary")];
        double[] expected = [.. new ITransformer[] { changed, model }.Select(each => each.Transform(Test).GetColumn<bool>("PredictedLabel").Zip(labels).Average(pair => pair.First == pair.Second ? 1 : 0))];
        Same(evaluation, "Accuracy", expected);
        Assert.AreNotEqual(expected[0], expected[1]);
        Assert.IsFalse(evaluation.Metrics.Any(metric => metric.Name == "LogLoss"), "There is no probability.");
        Assert.AreEqual(0, evaluation.Changes!.ChangedRows);
        Assert.IsTrue(evaluation.Changes.DifferingRows > 0);
    }

    [TestMethod]
    public void Multiclass_WithLabelsThatTheModelMapsToKeys()
    {
        var rows = NamedRow.Create(3000, 5);
        var (training, test) = (_context.Data.LoadFromEnumerable(rows.Take(2000)), _context.Data.LoadFromEnumerable(rows.Skip(2000)));
        ITransformer Fit(int trees) => AutoMLChains.Nested(_context, AutoMLChains.Featurizer(_context), Boosted(trees, "Class")).Fit(training);
        var (first, second) = (Fit(2), Fit(20));
        var evaluation = _context.Quantization().Evaluate(test, first, second, "Class");
        var expected = new[] { first, second }.Select(model => _context.MulticlassClassification.Evaluate(KeysAgain(model.Transform(test)), "Class")).ToArray();
        Same(evaluation, "MicroAccuracy", expected.Select(each => each.MicroAccuracy));
        Same(evaluation, "MacroAccuracy", expected.Select(each => each.MacroAccuracy));
        Same(evaluation, "LogLoss", expected.Select(each => each.LogLoss));
        Assert.IsTrue(evaluation.Agreement is > 0.5 and < 1);
    }

    [TestMethod]
    public void Regression()
    {
        var (first, second) = Models(trees => _context.Regression.Trainers.FastTree(numberOfTrees: trees));
        var evaluation = Evaluate(first, second, "Label");
        var expected = new[] { first, second }.Select(model => _context.Regression.Evaluate(model.Transform(Test))).ToArray();
        Same(evaluation, "RootMeanSquaredError", expected.Select(each => each.RootMeanSquaredError));
        Same(evaluation, "MeanAbsoluteError", expected.Select(each => each.MeanAbsoluteError));
        Same(evaluation, "RSquared", expected.Select(each => each.RSquared));
        Assert.IsTrue(double.IsNaN(evaluation.Agreement) && double.IsNaN(evaluation.Changes!.LargestMargin));
        Assert.AreEqual(1000, evaluation.Changes.ChangedRows);
        Assert.AreEqual(evaluation.Sqnr, -20 * Math.Log10(evaluation.Changes.RootMeanSquareScoreChange), Tolerance);
    }

    [TestMethod]
    public void Ranking()
    {
        var (first, second) = Models(trees => _context.Ranking.Trainers.FastTree("Relevance", rowGroupColumnName: "Group", numberOfTrees: trees));
        var evaluation = _context.Quantization().Evaluate(Test, first, second, "Relevance", "Group");
        var expected = new[] { first, second }.Select(model => _context.Ranking.Evaluate(model.Transform(Test), "Relevance", "Group")).ToArray();
        for (int depth = 1; depth <= 3; depth++)
        {
            Same(evaluation, $"NormalizedDiscountedCumulativeGain@{depth}", expected.Select(each => each.NormalizedDiscountedCumulativeGains[depth - 1]));
        }

        Assert.IsEmpty(_context.Quantization().Evaluate(Test, first, second, "Relevance").Metrics, "Without groups there are scores alone.");
    }

    [TestMethod]
    public void RowsWithoutALabel_HaveNoPartInTheMetrics()
    {
        var rows = NamedRow.Create(2000, 5);
        var model = AutoMLChains.Nested(_context, AutoMLChains.Featurizer(_context), Boosted(5, "Class")).Fit(_context.Data.LoadFromEnumerable(rows));
        var other = _context.Quantization().WithTrainedModels().Quantize(model, _context.Data.LoadFromEnumerable(rows));
        var known = _context.Quantization().Evaluate(_context.Data.LoadFromEnumerable(rows.Take(500)), model, other, "Class");
        var unseen = NamedRow.Create(100, 6);
        unseen.ForEach(row => row.ClassName = "never seen");
        var evaluation = _context.Quantization().Evaluate(_context.Data.LoadFromEnumerable(rows.Take(500).Concat(unseen)), model, other, "Class");
        Assert.AreEqual(600, evaluation.Rows);
        Assert.AreEqual(known.Primary!.Float, evaluation.Primary!.Float);
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => _context.Quantization().Evaluate(_context.Data.LoadFromEnumerable(unseen), model, other, "Class"));
        StringAssert.Contains(thrown.Message, "No row has a label in column 'Class'");
    }

    [TestMethod]
    public void WithoutLabels_DecisionsAreCompared_AndExactModelsAreIdentical()
    {
        var (first, second) = Models(trees => Boosted(trees, "Class"));
        var evaluation = Evaluate(first, second, null);
        Assert.IsEmpty(evaluation.Metrics);
        CheckAgreement<uint>(evaluation, first, second);
        Assert.IsTrue(evaluation.LargestAccuracyLoss > 1 - evaluation.Agreement);
        StringAssert.Contains(evaluation.ToString(), "PredictedLabel differs on");
        StringAssert.Contains(evaluation.ToJson(), "\"differingRows\"");
        evaluation = Evaluate(first, _context.Quantization().WithTrainedModels().Quantize(first, Test), null);
        Assert.AreEqual(double.PositiveInfinity, evaluation.Sqnr);
        Assert.AreEqual(0, evaluation.Changes!.ChangedRows);
        StringAssert.Contains(evaluation.ToString(), "Identical on all 1,000 rows, bit for bit");
    }

    [TestMethod]
    public void BadInput_IsRefused_SayingWhatToDo()
    {
        var (first, second) = Models(trees => _context.Regression.Trainers.FastTree(numberOfTrees: trees));
        var binary = _context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: 2).Fit(Training);
        var classes = Boosted(2, "Class").Fit(Training);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Evaluate(first, classes, null)).Message, "One model predicts in column 'Score' of type Single");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evaluate(first, second, "Nothing")).Message, "There is no label column 'Nothing'");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Evaluate(binary, binary, "Class")).Message, "in column 'Class', but the model tells 2 classes apart");
        var none = _context.Data.FilterRowsByColumn(Test, "Label", lowerBound: 1e9);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => _context.Quantization().Evaluate(none, first, second)).Message, "no rows");
        var mapping = _context.Transforms.Conversion.MapValueToKey("Key", "Color").Fit(Training);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Evaluate(mapping, mapping, null)).Message, "no predictor");
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Evaluate(Test, first, second, cancellationToken: new CancellationToken(true)));
    }

    /// <summary>ML.NET's evaluator wants the predicted label as a key, as it was before its name was looked up.</summary>
    private IDataView KeysAgain(IDataView scored) => _context.Transforms.Conversion.MapValueToKey("PredictedLabel").Fit(scored).Transform(scored);

    private IDataView Training => _context.Data.TakeRows(All, 2000);

    private IDataView Test => _context.Data.SkipRows(All, 2000);

    private IDataView All => _all ??= Table.Featurize(_context, Table.Rows(5000, 7).Where(row => row.Relevance < TableRow.ClassCount).Take(3000));

    private (ITransformer First, ITransformer Second) Models(Func<int, IEstimator<ITransformer>> trainer) => (trainer(3).Fit(Training), trainer(30).Fit(Training));

    private LightGbmMulticlassTrainer Boosted(int trees, string label) => _context.MulticlassClassification.Trainers.LightGbm(
        new LightGbmMulticlassTrainer.Options { LabelColumnName = label, NumberOfIterations = trees, NumberOfLeaves = 8, NumberOfThreads = 1, UseSoftmax = true });

    private QuantizationEvaluation Evaluate(ITransformer first, ITransformer second, string? label) => _context.Quantization().Evaluate(Test, first, second, label);

    private static void Same(QuantizationEvaluation evaluation, string name, IEnumerable<double> expected)
    {
        var metric = evaluation.Metrics.Single(metric => metric.Name == name);
        double[] values = [.. expected];
        Assert.AreEqual(values[0], metric.Float, Tolerance, name);
        Assert.AreEqual(values[1], metric.Quantized, Tolerance, name);
        Assert.AreEqual(metric.HigherIsBetter ? values[0] - values[1] : values[1] - values[0], metric.Loss, Tolerance, name);
        Assert.IsTrue(metric.Interval.Contains(metric.Loss), $"{metric}");
    }

    private void CheckAgreement<T>(QuantizationEvaluation evaluation, ITransformer first, ITransformer second)
    {
        int differ = first.Transform(Test).GetColumn<T>("PredictedLabel").Zip(second.Transform(Test).GetColumn<T>("PredictedLabel")).Count(pair => !pair.First!.Equals(pair.Second));
        Assert.AreEqual(differ, evaluation.Changes!.DifferingRows);
        Assert.AreEqual(1 - (differ / 1000.0), evaluation.Agreement, Tolerance);
        Assert.IsTrue(evaluation.Changes.DifferingShare.Contains(differ / 1000.0));
    }
}
