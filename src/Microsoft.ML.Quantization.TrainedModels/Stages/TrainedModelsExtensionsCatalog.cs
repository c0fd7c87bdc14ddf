using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.TrainedModels.Stages;

namespace Microsoft.ML;

/// <summary>Quantization of models that ML.NET trained.</summary>
public static class TrainedModelsExtensionsCatalog
{
    /// <summary>
    /// A catalog whose <c>Quantize</c> and <c>Load</c> also quantize what ML.NET trained. Predictors made of trees (FastTree, FastForest, FastTreeTweedie and LightGBM, for binary
    /// and multiclass classification, regression and ranking, with any calibrator, and one-versus-all of them) keep the bits of their scores, probabilities and labels, unless
    /// <see cref="TrainedModelOptions.Level"/> asks for rounded leaves. Linear predictors (SDCA, L-BFGS, averaged perceptron, online gradient descent, SVM, SGD, Poisson, also
    /// calibrated and one-versus-all) are quantized at <see cref="QuantizationLevel.Compact"/>, where their weights take 10 KB or more: INT8 times a step a score, which changes a
    /// score before softmax, exponential or calibrator by at most half a step times the sum of the features' sizes. What is
    /// saved are stages of ML.NET's own, and smaller.
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
        return catalog.With(new TrainedStages());
    }
}
