using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Ways to quantize a trained model in one table.</summary>
[TestClass]
public class CompareModelsTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void TheTable_HasTheTrainedModelAndBothLevels_WithWhatToTake()
    {
        var comparison = _context.Quantization().WithTrainedModels().Compare(Data(1000, 3), Data(2000, 4), Model(), "Binary");
        CollectionAssert.AreEqual(new[] { "as trained", "Exact", "Compact" }, comparison.Methods.Select(method => method.Name).ToArray());
        Assert.AreEqual("Accuracy", comparison.MetricName);
        Assert.AreEqual(2000, comparison.Rows);
        var (trained, exact, compact) = (comparison.Methods[0], comparison.Methods[1], comparison.Methods[2]);
        Assert.AreEqual(trained.Accuracy, exact.Accuracy);
        Assert.AreEqual(1, exact.Agreement);
        Assert.AreEqual(double.PositiveInfinity, exact.Sqnr);
        Assert.IsTrue(compact.Sqnr is > 40 and < 200, $"{compact.Sqnr} dB");
        Assert.IsTrue(exact.LatencyRatio < 1 && exact.RowsPerSecond > trained.RowsPerSecond);
        Assert.IsTrue(compact.Bytes < exact.Bytes && exact.Bytes < trained.Bytes, $"{trained.Bytes}, {exact.Bytes}, {compact.Bytes}");
        Assert.AreNotEqual("as trained", comparison.Recommended.Name);
        Assert.IsNotNull(comparison.Recommended.TrainedOptions);
        Assert.AreEqual(4, comparison.TrainedReport!.Stages.Count);
    }

    [TestMethod]
    public void TextPageMarkdownAndJson_SpeakOfTheTrainedModel_NotOfFp32()
    {
        var comparison = _context.Quantization().WithTrainedModels().Compare(Data(500, 3), Data(500, 4), Model());
        Assert.AreEqual("agreement with the trained model", comparison.MetricName);
        string text = comparison.ToString();
        StringAssert.Contains(text, "as trained");
        Assert.IsTrue(text.Split('\n').All(line => line.TrimEnd().Length <= 120), text);
        foreach (string shown in new[] { text, comparison.Reason })
        {
            Assert.IsFalse(shown.Contains("FP32", StringComparison.Ordinal) || shown.Contains("INT8", StringComparison.Ordinal), shown);
        }

        string page = XDocument.Parse(comparison.ToHtml()["<!DOCTYPE html>".Length..]).Root!.Element("body")!.Value;
        StringAssert.Contains(page, "Methods compared");
        StringAssert.Contains(page, "FastTreeBinary");
        StringAssert.Contains(comparison.ToMarkdown(), "Compact");
        Assert.AreEqual(3, JsonNode.Parse(comparison.ToJson())!["methods"]!.AsArray().Count);
    }

    [TestMethod]
    public void ACandidateThatFails_HasItsErrorInItsLine()
    {
        // A regression has no budget without labels.
        var model = AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.Regression.Trainers.FastTree(numberOfTrees: 20)).Fit(Data(1000, 3));
        var failing = new TrainedModelCandidate("failing", new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.1 });
        var comparison = _context.Quantization().WithTrainedModels().Compare(Data(500, 3), Data(500, 4), model, null, [failing, new TrainedModelCandidate("exact", new TrainedModelOptions())]);
        StringAssert.Contains(comparison.Methods[1].Error, "LabelColumnName");
        Assert.AreEqual("exact", comparison.Recommended.Name);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _context.Quantization().Compare(Data(50, 3), Data(50, 4), model, null, [failing, failing])).Message, "'failing'");
    }

    private TransformerChain<ITransformer> Model() =>
        AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: 200, numberOfLeaves: 30)).Fit(Data(3000, 3));

    private IDataView Data(int rows, int seed) => _context.Data.LoadFromEnumerable(Table.Rows(rows, seed, missing: 0.02).ToList());
}
