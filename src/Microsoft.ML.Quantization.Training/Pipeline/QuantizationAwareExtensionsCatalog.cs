using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization;

namespace Microsoft.ML;

/// <summary>Quantization-aware training in ML.NET pipelines.</summary>
public static class QuantizationAwareExtensionsCatalog
{
#pragma warning disable RS0026 // The overloads differ in their first required parameter, so no call can mean both.
    /// <summary>
    /// Fine-tunes an FP32 ONNX model so that it keeps its accuracy in INT8: <c>Fit</c> trains it with fake quantization, <c>Transform</c>
    /// scores the INT8 model. Columns are named as the model's inputs and outputs.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="labelColumnName">The column with the labels; <see langword="null"/> learns from the FP32 model alone.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="NotSupportedException">An input or output is of a type that no ML.NET column holds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = imageSteps.Append(mlContext.Transforms.QuantizeAware("model.onnx", labelColumnName: "Label"));
    /// using var trained = pipeline.Fit(trainingImages);
    /// IDataView scores = trained.Transform(testImages);
    /// </code>
    /// </example>
    public static QuantizationAwareEstimator QuantizeAware(
        this TransformsCatalog catalog, string modelFile, string? labelColumnName = null, QuantizationAwareTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return ForeignErrors.Guard(() => new QuantizationAwareEstimator(catalog, modelFile, null, null, labelColumnName, options));
    }

    /// <summary>As the other overload, with columns of any name.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnNames">Columns for the model's outputs, by name or in order.</param>
    /// <param name="inputColumnNames">Columns for the model's inputs, by name or in order.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="labelColumnName">The column with the labels; <see langword="null"/> learns from the FP32 model alone.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">The column names do not fit the model.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="NotSupportedException">An input or output is of a type that no ML.NET column holds.</exception>
    /// <example>
    /// <code>
    /// var options = new QuantizationAwareTrainingOptions { Epochs = 5, LearningRate = 1e-4 };
    /// using var trained = mlContext.Transforms.QuantizeAware(["score"], ["pixels"], "model.onnx", "Label", options).Fit(trainingData);
    /// </code>
    /// </example>
    public static QuantizationAwareEstimator QuantizeAware(
        this TransformsCatalog catalog,
        IReadOnlyList<string> outputColumnNames,
        IReadOnlyList<string> inputColumnNames,
        string modelFile,
        string? labelColumnName = null,
        QuantizationAwareTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(outputColumnNames);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return ForeignErrors.Guard(() => new QuantizationAwareEstimator(catalog, modelFile, outputColumnNames, inputColumnNames, labelColumnName, options));
    }
#pragma warning restore RS0026
}
