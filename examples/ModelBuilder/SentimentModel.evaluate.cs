using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples.Sentiment;

/// <summary>What the model goes by.</summary>
public static partial class SentimentModel
{
    /// <summary>
    /// Permutation feature importance: how much accuracy is lost where a feature's values change places between rows; the largest loss first. ML.NET computes it of its
    /// own stages alone, so the model is one that <c>mlContext.Model.Load</c> read.
    /// </summary>
    public static List<Tuple<string, double>> CalculatePFI(MLContext mlContext, IDataView trainData, ITransformer model, string labelColumnName)
    {
        IDataView scored = model.Transform(trainData);
        var importance = mlContext.BinaryClassification.PermutationFeatureImportanceNonCalibrated(model, scored, labelColumnName, permutationCount: 1);
        return [.. importance.Select(feature => Tuple.Create(feature.Key, 0 - feature.Value.Accuracy.Mean)).OrderByDescending(feature => feature.Item2).ThenBy(feature => feature.Item1, StringComparer.Ordinal)];
    }

    public static BinaryClassificationMetrics Evaluate(MLContext mlContext, IDataView data, ITransformer model) =>
        mlContext.BinaryClassification.EvaluateNonCalibrated(model.Transform(data), nameof(ModelInput.Sentiment));
}
