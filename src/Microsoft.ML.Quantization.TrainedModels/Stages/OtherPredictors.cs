using System.Globalization;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Why predictors that are neither trees nor linear stay as they are.</summary>
internal static class OtherPredictors
{
    /// <summary>What is around the numbers of a saved predictor takes as much.</summary>
    private const long SmallBytes = 10_000;

    private const string Gam = "it looks up one number a feature, which INT8 makes no faster";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["KMeansModelParameters"] = "rounded centroids would move rows from one cluster to another, and nothing bounds how many",
        ["PcaModelParameters"] = "its score is what is left of a row behind its projection, a small difference of large numbers that INT8 would drown",
        ["FieldAwareFactorizationMachineModelParameters"] = "its score is of products of two weights, whose errors in INT8 have no bound that would be of use",
        ["NaiveBayesMulticlassModelParameters"] = "it adds logarithms of counts, which ML.NET saves as integers already",
        ["GamBinaryModelParameters"] = Gam,
        ["GamRegressionModelParameters"] = Gam,
        ["LdSvmModelParameters"] = "its decisions at the nodes depend on sums close to 0, and INT8 would send rows to other leaves",
        ["PairwiseCouplingModelParameters"] = "it asks a predictor for every pair of classes, and only one-versus-all is taken apart",
    };

    public static bool IsKnown(object model) => Reasons.ContainsKey(model.GetType().Name);

    public static string Reason(MLContext context, ITransformer stage, object model)
    {
        using var stream = new MemoryStream();
        context.Model.Save(stage, null, stream);
        return stream.Length < SmallBytes
            ? string.Create(CultureInfo.InvariantCulture, $"all of it is saved in {stream.Length / 1000.0:0.#} KB: nothing to gain")
            : Reasons.GetValueOrDefault(model.GetType().Name, "it is not a predictor made of trees or a linear one");
    }
}
