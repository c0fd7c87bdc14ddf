using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples;

/// <summary>The steps that AutoML puts around a trainer of several classes, in its order: columns are overwritten in place, nothing is scaled, chains stand in chains.</summary>
internal static class AutoMLPipeline
{
    private static readonly string[] Numbers = [nameof(Job.Compounds), nameof(Job.InputFields), nameof(Job.Iterations), nameof(Job.Pending), nameof(Job.Hour)];
    private static readonly string[] Categories = [nameof(Job.Protocol), nameof(Job.Day)];

    public static IEstimator<ITransformer> Create(MLContext mlContext, bool hash, IEstimator<ITransformer> trainer) => mlContext.Transforms.Conversion.MapValueToKey(nameof(Job.Class))
        .Append(Featurizer(mlContext, hash))
        .Append(new EstimatorChain<ITransformer>().Append(trainer).Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel")));

    /// <summary>AutoML tries both ways to encode categories.</summary>
    private static EstimatorChain<ITransformer> Featurizer(MLContext mlContext, bool hash) => new EstimatorChain<ITransformer>()
        .Append((IEstimator<ITransformer>)mlContext.Transforms.ReplaceMissingValues(Pairs(Numbers)))
        .Append((IEstimator<ITransformer>)(hash ? mlContext.Transforms.Categorical.OneHotHashEncoding(Pairs(Categories)) : mlContext.Transforms.Categorical.OneHotEncoding(Pairs(Categories))))
        .Append((IEstimator<ITransformer>)mlContext.Transforms.Concatenate("Features", [.. Numbers, .. Categories]));

    private static InputOutputColumnPair[] Pairs(string[] columns) => Array.ConvertAll(columns, column => new InputOutputColumnPair(column));
}
