using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>What a file without the fields of training still gives, and what not.</summary>
[TestClass]
public class ClearedFieldsTests
{
    private readonly MLContext _context = new(1);

    public static IEnumerable<string[]> SingleTrainers => TreeTrainers.All.Keys.Where(name => !name.Contains("class", StringComparison.Ordinal) && !name.Contains("One-versus-all", StringComparison.Ordinal)).Select(name => new[] { name });

    [TestMethod]
    [DynamicData(nameof(SingleTrainers))]
    public void OnlyWhatIsMadeOfGains_IsLost(string trainer)
    {
        var table = Table.Featurize(_context, Table.Rows(2000, seed: 21, missing: 0.02));
        var stage = TreeTrainers.All[trainer](_context).Fit(table);
        var saved = Saved(stage, table, new TrainedModelOptions());
        var (before, after) = (Model(stage), Model(saved));
        CollectionAssert.AreEqual(Describe(before), Describe(after));
        Assert.IsTrue(Gains(after).All(gain => gain == 0));
        VBuffer<float> weights = default;
        after.GetFeatureWeights(ref weights);
        Assert.IsTrue(weights.Items().All(weight => weight.Value == 0));
        CollectionAssert.AreEqual(Contributions(stage, before, table), Contributions(saved, after, table));
        CollectionAssert.AreEqual(TreesAsFeatures(before, table), TreesAsFeatures(after, table));
    }

    [TestMethod]
    [DynamicData(nameof(SingleTrainers))]
    public void WithoutClearing_EverythingStays(string trainer)
    {
        var table = Table.Featurize(_context, Table.Rows(1000, seed: 21));
        var stage = TreeTrainers.All[trainer](_context).Fit(table);
        var saved = Saved(stage, table, new TrainedModelOptions { ClearTrainingFields = false });
        CollectionAssert.AreEqual(Gains(Model(stage)), Gains(Model(saved)));
        var loaded = _context.Quantization().WithTrainedModels().Load(Save(stage, table), out _);
        CollectionAssert.AreEqual(Gains(Model(stage)), Gains(Model(Single(_context.Model.Load(Save(loaded, table), out _)))), "Load keeps all that is in the file.");
    }

    [TestMethod]
    public void SamplesOfQuantiles_BecomeTheValueOfTheLeaf()
    {
        var table = Table.Featurize(_context, Table.Rows(1000, seed: 21));
        var stage = TreeTrainers.All["FastForest regression, quantiles"](_context).Fit(table);
        QuantileRegressionTree First(ITransformer each) => ((FastForestRegressionModelParameters)((ISingleFeaturePredictionTransformer<object>)each).Model).TrainedTreeEnsemble.Trees[0];
        Assert.IsGreaterThan(1, First(stage).GetLeafSamplesAt(0).Count);
        var cleared = First(Saved(stage, table, new TrainedModelOptions()));
        CollectionAssert.AreEqual(new[] { cleared.LeafValues[0] }, cleared.GetLeafSamplesAt(0).ToArray());
    }

    private ITransformer Saved(ITransformer stage, IDataView table, TrainedModelOptions options) =>
        Single(_context.Model.Load(Save(_context.Quantization().WithTrainedModels().Quantize(stage, table, options), table), out _));

    private MemoryStream Save(ITransformer model, IDataView table)
    {
        var stream = new MemoryStream();
        _context.Model.Save(model, table.Schema, stream);
        stream.Position = 0;
        return stream;
    }

    private static ITransformer Single(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.Single() : model;

    private static TreeEnsembleModelParameters Model(ITransformer stage) => ((ISingleFeaturePredictionTransformer<object>)stage).Model switch
    {
        CalibratedModelParametersBase calibrated => (TreeEnsembleModelParameters)calibrated.SubModel,
        var model => (TreeEnsembleModelParameters)model,
    };

    private static IReadOnlyList<RegressionTreeBase> Trees(TreeEnsembleModelParameters model) => model switch
    {
        TreeEnsembleModelParametersBasedOnRegressionTree trees => trees.TrainedTreeEnsemble.Trees,
        TreeEnsembleModelParametersBasedOnQuantileRegressionTree trees => trees.TrainedTreeEnsemble.Trees,
        _ => throw new NotSupportedException(),
    };

    private static double[] Gains(TreeEnsembleModelParameters model) => [.. Trees(model).SelectMany(tree => tree.SplitGains)];

    private static string[] Describe(TreeEnsembleModelParameters model) =>
        [.. Trees(model).Select(tree => string.Join('|', [Text(tree.LeftChild), Text(tree.RightChild), Text(tree.NumericalSplitFeatureIndexes), Text(tree.NumericalSplitThresholds), Text(tree.CategoricalSplitFlags), Text(tree.LeafValues)]))];

    private static string Text<T>(IEnumerable<T> values) => string.Join(' ', values);

    private string[] Contributions(ITransformer stage, TreeEnsembleModelParameters model, IDataView table)
    {
        var scored = _context.Data.TakeRows(stage.Transform(table), 300);
        var contributions = _context.Transforms.CalculateFeatureContribution(new Contributing(stage, (ICalculateFeatureContribution)model));
        return ViewRows.Read(contributions.Fit(scored).Transform(scored), "FeatureContributions");
    }

    private string[] TreesAsFeatures(TreeEnsembleModelParameters model, IDataView table)
    {
        var rows = _context.Data.TakeRows(table, 200);
        var options = new PretrainedTreeFeaturizationEstimator.Options { ModelParameters = model, InputColumnName = "Features", TreesColumnName = "Trees", LeavesColumnName = "Leaves", PathsColumnName = "Paths" };
        return ViewRows.Read(_context.Transforms.FeaturizeByPretrainTreeEnsemble(options).Fit(rows).Transform(rows), "Trees", "Leaves", "Paths");
    }

    /// <summary>A predictor with the model inside of its calibrated one, in the type that the catalog asks for.</summary>
    private sealed class Contributing(ITransformer stage, ICalculateFeatureContribution model) : ISingleFeaturePredictionTransformer<ICalculateFeatureContribution>
    {
        public string FeatureColumnName => "Features";

        public DataViewType FeatureColumnType => ((ISingleFeaturePredictionTransformer<object>)stage).FeatureColumnType;

        public ICalculateFeatureContribution Model => model;

        public bool IsRowToRowMapper => stage.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => stage.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => stage.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => stage.Transform(input);

        void ICanSaveModel.Save(ModelSaveContext ctx) => stage.Save(ctx);
    }
}
