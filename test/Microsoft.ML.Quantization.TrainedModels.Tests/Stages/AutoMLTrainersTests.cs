using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Every trainer that AutoML tries, in a chain as AutoML builds it.</summary>
[TestClass]
public class AutoMLTrainersTests
{
    private readonly MLContext _context = new(1);

    public static IEnumerable<string[]> Trainers => AutoMLTrainers.All.Keys.Select(name => new[] { name });

    public static IEnumerable<string[]> TreesThatAreCrossValidated => AutoMLTrainers.All.Where(item => item.Value.IsTrees && item.Value.Task != LearningTask.Ranking).Select(item => new[] { item.Key });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Run_IsStockInColumnsAndMetrics_OrComesBackAsItWas(string name)
    {
        var trainer = AutoMLTrainers.All[name];
        var model = Chain(trainer).Fit(Data(trainer.Task, 1200, 71));
        var test = Data(trainer.Task, 640, 72);
        if (trainer.IsTrees)
        {
            var quantized = ChainAssert.Quantized(_context, model, test, test);
            Assert.AreEqual(Metrics.Evaluate(_context, trainer.Task, model.Transform(test)), Metrics.Evaluate(_context, trainer.Task, quantized.Transform(test)));
        }
        else
        {
            Assert.AreSame(model, _context.Quantization().WithTrainedModels().Quantize(model, test, out var report));
            Assert.IsTrue(report.Stages.All(stage => stage is { IsQuantized: false, Explanation.Length: > 0 }), report.ToString());
        }
    }

    [TestMethod]
    [DynamicData(nameof(TreesThatAreCrossValidated))]
    public void CrossValidation_OfQuantizedModels_GivesTheMetricsOfStock(string name)
    {
        const int Folds = 2;
        var trainer = AutoMLTrainers.All[name];
        var data = Data(trainer.Task, 1000, 73);
        var quantizing = new QuantizingEstimator(_context, Chain(trainer));
        string[] ours = Metrics.CrossValidate(new MLContext(5), trainer.Task, data, quantizing, Folds);
        Assert.AreEqual(Folds, quantizing.Quantized);
        CollectionAssert.AreEqual(Metrics.CrossValidate(new MLContext(5), trainer.Task, data, Chain(trainer), Folds), ours);
    }

    [TestMethod]
    public void ClusteringAndAnomalies_EvaluateAsBefore()
    {
        var data = Data(LearningTask.Regression, 800, 74);
        var features = AutoMLChains.Featurizer(_context).Append(_context.Transforms.Conversion.ConvertType("Truth", "Binary"));
        foreach (var (task, trainer) in new (LearningTask, IEstimator<ITransformer>)[]
        {
            (LearningTask.Clustering, _context.Clustering.Trainers.KMeans(numberOfClusters: 4)),
            (LearningTask.AnomalyDetection, _context.AnomalyDetection.Trainers.RandomizedPca(rank: 3)),
        })
        {
            var model = features.Append(trainer).Fit(data);
            var quantized = _context.Quantization().WithTrainedModels().Quantize(model, data, out var report);
            Assert.IsGreaterThan(0, report.Stages[^1].Explanation.Length);
            Assert.AreEqual(Metrics.Evaluate(_context, task, model.Transform(data)), Metrics.Evaluate(_context, task, quantized.Transform(data)));
        }
    }

    private IEstimator<ITransformer> Chain(AutoMLTrainer trainer)
    {
        var features = AutoMLChains.Featurizer(_context);
        return trainer.Task == LearningTask.Multiclass ? AutoMLChains.Nested(_context, features, trainer.Create(_context)) : features.Append(trainer.Create(_context));
    }

    private IDataView Data(LearningTask task, int rows, int seed) => task == LearningTask.Multiclass
        ? _context.Data.LoadFromEnumerable(NamedRow.Create(rows, seed))
        : _context.Data.LoadFromEnumerable(Table.Rows(rows, seed, missing: 0.03).ToList());
}
