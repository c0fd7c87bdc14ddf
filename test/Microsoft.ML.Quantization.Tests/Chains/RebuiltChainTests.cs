using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>A chain with other stages is, but for them, the chain that it was.</summary>
[TestClass]
public sealed class RebuiltChainTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void TheType_IsKept_WhereTheLastStageIs()
    {
        var rows = ChainData.Rows(_context, 50);
        var chain = _context.Transforms.NormalizeMinMax("x").Append(_context.Regression.Trainers.OnlineGradientDescent("Amount", "x")).Fit(rows);
        var other = _context.Transforms.NormalizeMeanVariance("x").Fit(rows);
        var rebuilt = RebuiltChain.Create(chain, [other, chain.LastTransformer]);
        Assert.IsInstanceOfType<TransformerChain<RegressionPredictionTransformer<LinearRegressionModelParameters>>>(rebuilt);
        Assert.IsInstanceOfType<TransformerChain<ITransformer>>(RebuiltChain.Create(chain, [chain.First(), other]));
        Assert.IsInstanceOfType<TransformerChain<ITransformer>>(RebuiltChain.Create(new TransformerChain<ITransformer>(other), [chain.First()]));
    }

    [TestMethod]
    public void Scopes_AreKept()
    {
        var rows = ChainData.Rows(_context, 50);
        var scopes = new[] { TransformerScope.Training, TransformerScope.Scoring, TransformerScope.Everything, TransformerScope.None, TransformerScope.TrainTest };
        ITransformer[] stages = [.. scopes.Select((_, i) => _context.Transforms.CopyColumns($"c{i}", "x").Fit(rows))];
        ITransformer[] others = [.. scopes.Select((_, i) => _context.Transforms.CopyColumns($"d{i}", "x").Fit(rows))];
        var rebuilt = (TransformerChain<ColumnCopyingTransformer>)RebuiltChain.Create(new TransformerChain<ColumnCopyingTransformer>(stages, scopes), others);
        CollectionAssert.AreEqual(new[] { others[0], others[2], others[4] }, rebuilt.GetModelFor(TransformerScope.Training).ToArray());
        CollectionAssert.AreEqual(new[] { others[2], others[4] }, rebuilt.GetModelFor(TransformerScope.Testing).ToArray());
        CollectionAssert.AreEqual(new[] { others[1], others[2] }, rebuilt.GetModelFor(TransformerScope.Scoring).ToArray());
    }
}
