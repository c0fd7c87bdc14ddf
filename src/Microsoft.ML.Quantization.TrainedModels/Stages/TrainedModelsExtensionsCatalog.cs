using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.TrainedModels.Stages;

namespace Microsoft.ML;

/// <summary>Quantization of models that ML.NET trained.</summary>
public static class TrainedModelsExtensionsCatalog
{
    /// <summary>
    /// A catalog whose <c>Quantize</c> and <c>Load</c> also quantize what ML.NET trained. Predictors made of trees: FastTree, FastForest, FastTreeTweedie and LightGBM, for binary and multiclass
    /// classification, regression and ranking, with any calibrator, and one-versus-all of them. Scores, probabilities and labels stay the same bits,
    /// unless <see cref="QuantizationLevel.Compact"/> asks for rounded leaves. What is saved is a stage of ML.NET's own, and smaller.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>The catalog to go on with; <paramref name="catalog"/> stays as it is.</returns>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().WithTrainedModels().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report);
    /// mlContext.Model.Save(quantized, testData.Schema, "model.mlnet");
    ///
    /// ITransformer loaded = mlContext.Quantization().WithTrainedModels().Load("model.mlnet", out DataViewSchema inputSchema);
    /// </code>
    /// </example>
    public static QuantizationCatalog WithTrainedModels(this QuantizationCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.With(new TreeStages());
    }
}
