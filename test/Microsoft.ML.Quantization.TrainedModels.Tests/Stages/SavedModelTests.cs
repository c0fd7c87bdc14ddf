using System.Globalization;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>What users do with the file, in ML.NET alone.</summary>
[TestClass]
public class SavedModelTests
{
    [TestMethod]
    [DataRow(QuantizationLevel.Exact)]
    [DataRow(QuantizationLevel.Compact)]
    public void PermutationFeatureImportance_OfTheFile_IsThatOfItsModel(QuantizationLevel level)
    {
        var context = new MLContext(1);
        var data = context.Data.LoadFromEnumerable(Table.Rows(800, seed: 21).ToList());
        var model = AutoMLChains.Featurizer(context).Append(context.Regression.Trainers.FastTree(numberOfTrees: 20)).Fit(data);
        using var file = new MemoryStream();
        context.Model.Save(context.Quantization().WithTrainedModels().Quantize(model, data, new TrainedModelOptions { Level = level }), data.Schema, file);
        string[] expected = Importance(model, data);
        string[] actual = Importance(context.Model.Load(file, out _), data);
        if (level == QuantizationLevel.Exact)
        {
            CollectionAssert.AreEqual(expected, actual);
        }

        Assert.HasCount(expected.Length, actual);
        Assert.AreEqual(Most(expected), Most(actual), "Another feature matters most.");
    }

    [TestMethod]
    public void TheSchemaOfTraining_StaysInTheFile()
    {
        var context = new MLContext(1);
        var data = context.Data.LoadFromEnumerable(Table.Rows(500, seed: 21).ToList());
        var model = AutoMLChains.Featurizer(context).Append(context.BinaryClassification.Trainers.LightGbm("Binary", numberOfIterations: 5)).Fit(data);
        CollectionAssert.AreEqual(Schemas(context, model, data), Schemas(context, context.Quantization().WithTrainedModels().Quantize(model, data), data));
    }

    private static string[] Schemas(MLContext context, ITransformer model, Microsoft.ML.IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, data.Schema, stream);
        using var archive = new System.IO.Compression.ZipArchive(stream);
        return [.. archive.Entries.Where(entry => entry.FullName.Contains("Schema", StringComparison.Ordinal)).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.FullName} {entry.Length} {entry.Crc32}"))];
    }

    private static string Most(string[] importance) => importance.MaxBy(line => Math.Abs(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)))!.Split(' ')[0];

    private static string[] Importance(ITransformer model, IDataView data) =>
        [.. new MLContext(7).Regression.PermutationFeatureImportance(model, model.Transform(data), permutationCount: 2).OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key.Replace(' ', '_')} {item.Value.RSquared.Mean:r}"))];
}
