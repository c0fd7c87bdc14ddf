using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>What the report measures of stages: bytes in the file, and time.</summary>
[TestClass]
public class MeasuredStagesTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Sizes_AreThoseOfTheFile()
    {
        var model = AutoMLChains.WithText(_context).Append(new EstimatorChain<ITransformer>().Append(_context.MulticlassClassification.Trainers.LightGbm("Class", numberOfIterations: 5))).Fit(Data(1000));
        var quantized = Catalog.Quantize(model, Data(100), out var report);
        Assert.AreEqual(Saved(model), report.OriginalBytes);
        Assert.AreEqual(Saved(quantized), report.QuantizedBytes);
        Assert.IsTrue(report.Stages.All(stage => stage.OriginalBytes > 100));
        long stages = report.Stages.Sum(stage => stage.OriginalBytes!.Value);

        // The rest is the schema, the directory of the zip, and what chains are in it.
        long contents = Compressed(model);
        Assert.IsTrue(stages > 0.95 * contents && stages <= contents, $"{stages} of {contents}");
        var largest = report.Stages.MaxBy(stage => stage.OriginalBytes)!;
        Assert.AreEqual("OneVersusAll", largest.Name, "The trees take most.");
    }

    [TestMethod]
    public void Times_AreOfEachStageAlone()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.FastTree(numberOfTrees: 400, numberOfLeaves: 30)).Fit(Data(2000));
        Catalog.Quantize(model, Data(2000), out var report);
        Assert.IsTrue(report.TimedRows is > 10 and <= 1024, $"{report.TimedRows} rows");
        var trees = report.Stages[^1];
        Assert.IsLessThan(trees.OriginalMicroseconds / 3, trees.QuantizedMicroseconds);
        Assert.IsLessThan(report.OriginalMicroseconds, report.QuantizedMicroseconds);
        Assert.IsTrue(report.Stages.SkipLast(1).All(stage => stage.OriginalMicroseconds == stage.QuantizedMicroseconds), "What stays is timed once.");
        Assert.IsLessThan(3 * report.OriginalMicroseconds, report.Stages.Sum(stage => stage.OriginalMicroseconds));
    }

    [TestMethod]
    public void AStage_ThatCannotBeSaved_AndDataWithoutRows_LeaveTheNumbersOut()
    {
        var mapped = _context.Transforms.CustomMapping<TableRow, Doubled>((row, doubled) => doubled.Twice = 2 * row.Label, contractName: null).Fit(Data(10));
        Catalog.Quantize(mapped, Data(0), out var report);
        Assert.IsNull(report.OriginalBytes);
        Assert.IsNull(report.Stages[0].QuantizedBytes);
        Assert.AreEqual(0, report.TimedRows);
        Assert.IsTrue(double.IsNaN(report.Stages[0].OriginalMicroseconds) && double.IsNaN(report.OriginalMicroseconds));
    }

    private QuantizationCatalog Catalog => _context.Quantization().WithTrainedModels();

    private long Saved(ITransformer model)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, Data(1).Schema, stream);
        return stream.Length;
    }

    private long Compressed(ITransformer model)
    {
        var stream = new MemoryStream();
        _context.Model.Save(model, null, stream);
        using var archive = new ZipArchive(stream);
        return archive.Entries.Sum(entry => entry.CompressedLength);
    }

    private IDataView Data(int rows) => _context.Data.LoadFromEnumerable(Table.Rows(rows, seed: 3, missing: 0.02).ToList());

    private sealed class Doubled
    {
        public float Twice { get; set; }
    }
}
