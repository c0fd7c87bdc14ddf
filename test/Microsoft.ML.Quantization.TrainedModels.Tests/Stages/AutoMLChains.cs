using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Featurizers as AutoML chains them, and others.</summary>
internal static class AutoMLChains
{
    /// <summary>Missing values replaced, categories one-hot encoded in place, all side by side: AutoML's features of a table.</summary>
    public static IEstimator<ITransformer> Featurizer(MLContext context) => context.Transforms.ReplaceMissingValues("Numbers")
        .Append(context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Color"), new InputOutputColumnPair("Place")]))
        .Append(context.Transforms.Concatenate("Features", "Numbers", "Color", "Place"));

    public static IEstimator<ITransformer> WithText(MLContext context) => context.Transforms.ReplaceMissingValues("Numbers", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean)
        .Append(context.Transforms.Conversion.ConvertType("Flag", "Binary", DataKind.Single))
        .Append(context.Transforms.Categorical.OneHotHashEncoding("Color", numberOfBits: 5))
        .Append(context.Transforms.Text.FeaturizeText("Place"))
        .Append(context.Transforms.Concatenate("Features", "Place", "Numbers", "Color", "Flag"));

    /// <summary>Missing values stay missing; numbers are scaled; a column is overwritten twice.</summary>
    public static IEstimator<ITransformer> WithMissing(MLContext context) => context.Transforms.NormalizeMinMax("Numbers")
        .Append(context.Transforms.Conversion.MapValueToKey("Color"))
        .Append(context.Transforms.Conversion.MapKeyToVector("Color"))
        .Append(context.Transforms.Concatenate("Features", "Color", "Numbers"))
        .Append(context.Transforms.IndicateMissingValues("Missing", "Numbers"))
        .Append(context.Transforms.Conversion.ConvertType("Missing"))
        .Append(context.Transforms.Concatenate("Features", "Features", "Missing"));

    /// <summary>Key mapping around, and chains in chains: the form of a multiclass run.</summary>
    public static IEstimator<ITransformer> Nested(MLContext context, IEstimator<ITransformer> features, IEstimator<ITransformer> trainer) =>
        context.Transforms.Conversion.MapValueToKey("Class", "ClassName")
            .Append(new EstimatorChain<ITransformer>().Append(features).Append(new EstimatorChain<ITransformer>().Append(trainer)))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
}
