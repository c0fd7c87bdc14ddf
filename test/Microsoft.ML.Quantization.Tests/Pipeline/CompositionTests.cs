using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>The step among others: chains, caches, cross-validation, prediction engines, several threads.</summary>
[TestClass]
public sealed class CompositionTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void NestedChain_IsSavedAndLoadedBatched()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 40, 6);
        var inner = _context.Transforms.CopyColumns("F", "x").AppendCacheCheckpoint(_context).Append(StandInQuantizer.Estimator(_context, ["Score"], ["F"], file.Path));
        var model = _context.Transforms.CopyColumns("Name2", "Name").Append(inner).Append(_context.Transforms.CopyColumns("Result", "Score")).Fit(data);
        string[] rows = ViewRows.Read(model.Transform(data), "Id", "Name2", "Result");
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        var loaded = _context.Quantization().Load(stream, out var schema);
        Assert.AreEqual(1, Flat(loaded).OfType<QuantizedOnnxTransformer>().Count());
        SchemaContract.AssertSame(data.Schema, schema);
        CollectionAssert.AreEqual(rows, ViewRows.Read(loaded.Transform(data), "Id", "Name2", "Result"));
        (loaded as IDisposable)!.Dispose();
    }

    [TestMethod]
    public void StockOnnxStage_OfAnotherMaker_StaysAsItIs()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 5, 6);
        using var stock = _context.Transforms.ApplyOnnxModel(file.Path).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(stock, data.Schema, stream);
        var loaded = _context.Quantization().Load(stream, out _);
        Assert.IsFalse(Flat(loaded).OfType<QuantizedOnnxTransformer>().Any());
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void CrossValidation_FitsEveryFold()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = _context.Transforms.Conversion.ConvertType("Label", "Id").Fit(PipelineData.Table(_context, 60, 6)).Transform(PipelineData.Table(_context, 60, 6));
        var pipeline = StandInQuantizer.Estimator(_context, ["Features"], ["x"], file.Path).Append(_context.Transforms.CopyColumns("F", "Features")).Append(_context.Regression.Trainers.OnlineGradientDescent(featureColumnName: "F"));
        var folds = _context.Regression.CrossValidate(data, pipeline, numberOfFolds: 3);
        Assert.AreEqual(3, folds.Count);
        Assert.IsTrue(folds.All(fold => double.IsFinite(fold.Metrics.MeanAbsoluteError)));
    }

    [TestMethod]
    public void PredictionEngine_GivesTheRowsOfTheView_AndDisposesOfTheModel()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 20, 6);
        var transformer = StandInQuantizer.Estimator(_context, file.Path).Fit(data);
        var engine = _context.Model.CreatePredictionEngine<PipelineData.TableRow, Scored>(transformer, inputSchemaDefinition: PipelineData.TableColumns(6));
        var scored = _context.Data.CreateEnumerable<Scored>(transformer.Transform(data), reuseRowObject: false).ToArray();
        var rows = _context.Data.CreateEnumerable<PipelineData.TableRow>(data, reuseRowObject: false).ToArray();
        for (int i = 0; i < rows.Length; i++)
        {
            CollectionAssert.AreEqual(scored[i].Scores, engine.Predict(rows[i]).Scores);
        }

        engine.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => transformer.Transform(data));
    }

    private static IEnumerable<ITransformer> Flat(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [transformer];

    private sealed class Scored
    {
        [ColumnName("y")]
        public float[] Scores { get; set; } = [];
    }
}
