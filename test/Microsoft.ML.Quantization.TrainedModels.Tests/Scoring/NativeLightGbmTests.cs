using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

/// <summary>Models that LightGBM wrote and ML.NET loads.</summary>
[TestClass]
public class NativeLightGbmTests
{
    private const int Length = TableRow.NumberCount;

    [TestMethod]
    [DataRow("objective=regression num_leaves=31 boost_from_average=true")]
    [DataRow("objective=regression num_leaves=64 max_bin=1000 min_data_in_leaf=2")]
    [DataRow("objective=regression num_leaves=31 zero_as_missing=true")]
    [DataRow("objective=regression num_leaves=2 min_data_in_leaf=100000")]
    public void Score_OfLightGbmsOwnModel_IsStockBitForBit(string parameters)
    {
        TableRow[] table = [.. Table.Rows(5000, seed: 12, missing: 0.05)];
        float[] values = [.. table.SelectMany(row => row.Numbers)];
        using var native = new NativeLightGbm(values, Length, [.. table.Select(row => row.Label)], iterations: 40, parameters);
        var context = new MLContext(1);
        VBuffer<float>[] plain = [.. table.Take(2000).Select(row => new VBuffer<float>(Length, row.Numbers))];
        var view = FeatureRows.View(context, plain, Length);
        var stage = context.Regression.Trainers.LightGbm(new MemoryStream(native.Save())).Fit(view);
        Assert.IsTrue(TreeEngine.TryCreate(context, stage, out var engine, out string? reason), reason);

        VBuffer<float>[] rows = [.. plain, .. HardRows.Create(engine.Model, plain, 2000, seed: 4).Select(row => new VBuffer<float>(Length, [.. row.DenseValues()]))];
        var stock = StockScores.Read(stage.Transform(FeatureRows.View(context, rows, Length)));
        StockAssert.Definition(stock, rows, engine.Model);
        StockAssert.RowByRow(stock, rows, engine);
        StockAssert.Batches(stock, rows, engine, KernelWidths.Best);
    }
}
