using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Rows to quantize on need no labels, though ML.NET's own stages in front of a trainer ask for their column.</summary>
[TestClass]
public sealed class LabelStagesTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void RowsWithoutALabel_GiveTheModelThatRowsWithOneGive()
    {
        using var model = Pipeline().Fit(Rows());
        var unlabelled = ChainData.Unlabelled(_context, Rows());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(unlabelled));
        var quantized = _context.Quantization().Quantize(model, unlabelled, out var report, OnnxChain.Compact);
        using var disposable = (IDisposable)quantized;
        StringAssert.StartsWith(report.Stages[0].ToString(), "ValueToKeyMapping: as it was, the data has no column for it");
        var expected = _context.Quantization().Quantize(model, Rows(), OnnxChain.Compact);
        using var alsoDisposable = (IDisposable)expected;
        CollectionAssert.AreEqual(ViewRows.Read(expected.Transform(Rows())), ViewRows.Read(quantized.Transform(Rows())));
    }

    [TestMethod]
    public void AColumn_ThatAPredictionNeeds_IsStillMissed()
    {
        using var model = Pipeline().Fit(Rows());
        var lacking = _context.Transforms.DropColumns("x", "Kind").Fit(Rows()).Transform(Rows());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Quantize(model, lacking, OnnxChain.Compact), "Kind");
        var withLabel = _context.Transforms.DropColumns("x").Fit(Rows()).Transform(Rows());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Quantize(model, withLabel, OnnxChain.Compact), "'x'");
    }

    [TestMethod]
    public void AModel_ThatPredictsNothing_NeedsAllItsColumns()
    {
        var model = _context.Transforms.NormalizeMinMax("Amount").Append(_context.Transforms.NormalizeMinMax("x")).Fit(Rows());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Quantize(model, ChainData.Unlabelled(_context, Rows())), "'Amount'");
    }

    private EstimatorChain<Transforms.KeyToValueMappingTransformer> Pipeline() => _context.Transforms.Conversion.MapValueToKey("Label", "Kind")
        .Append(_context.Transforms.ApplyOnnxModel("features", "x", _file.Path))
        .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "features"))
        .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private IDataView Rows() => ChainData.Rows(_context);
}
