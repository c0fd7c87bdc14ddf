using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>What ML.NET's catalogs say of scored rows: every metric, every digit.</summary>
internal static class Metrics
{
    public static string Evaluate(MLContext context, LearningTask task, IDataView scored) => Describe(task switch
    {
        LearningTask.Binary => context.BinaryClassification.Evaluate(scored, "Binary"),
        LearningTask.BinaryWithoutProbability => context.BinaryClassification.EvaluateNonCalibrated(scored, "Binary"),
        LearningTask.Multiclass => context.MulticlassClassification.Evaluate(scored, "Class"),
        LearningTask.Regression => context.Regression.Evaluate(scored),
        LearningTask.Ranking => context.Ranking.Evaluate(scored, "Relevance", "Group"),
        LearningTask.Clustering => context.Clustering.Evaluate(scored, featureColumnName: "Features"),
        _ => context.AnomalyDetection.Evaluate(scored, "Truth"),
    });

    /// <summary>The metrics of each fold.</summary>
    public static string[] CrossValidate(MLContext context, LearningTask task, IDataView data, IEstimator<ITransformer> chain, int folds) => task switch
    {
        LearningTask.Binary => Each(context.BinaryClassification.CrossValidate(data, chain, folds, "Binary")),
        LearningTask.BinaryWithoutProbability => Each(context.BinaryClassification.CrossValidateNonCalibrated(data, chain, folds, "Binary")),
        LearningTask.Multiclass => Each(context.MulticlassClassification.CrossValidate(data, chain, folds, "Class")),
        LearningTask.Regression => Each(context.Regression.CrossValidate(data, chain, folds)),
        LearningTask.Clustering => Each(context.Clustering.CrossValidate(data, chain, folds, featuresColumnName: "Features")),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "ML.NET does not cross-validate this."),
    };

    private static string[] Each<T>(IEnumerable<TrainCatalogBase.CrossValidationResult<T>> folds)
        where T : class => [.. folds.Select(fold => Describe(fold.Metrics))];

    private static string Describe(object metrics) => string.Join("; ", metrics.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name} {Value(property.GetValue(metrics))}"));

    private static string Value(object? value) => value switch
    {
        double number => number.ToString("r", CultureInfo.InvariantCulture),
        ConfusionMatrix matrix => matrix.GetFormattedConfusionTable(),
        IEnumerable<double> numbers => string.Join(' ', numbers.Select(number => Value(number))),
        IEnumerable many => string.Join(' ', many.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
