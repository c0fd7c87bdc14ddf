using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization;

namespace Microsoft.ML;

/// <summary>INT8 quantization in ML.NET pipelines.</summary>
public static class QuantizationExtensionsCatalog
{
#pragma warning disable RS0026 // The overloads differ in their first required parameter, so no call can mean both.
    /// <summary>
    /// Quantizes an FP32 ONNX model to INT8: <c>Fit</c> calibrates it on the data, <c>Transform</c> scores it in INT8, in batches.
    /// Columns are named as the model's inputs and outputs. Inputs that no output needs take no column, and outputs that no column holds (sequences
    /// and maps, as ZipMap makes) are left out.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="NotSupportedException">An input or output is of a type that no ML.NET column holds.</exception>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.LoadImages("image", folder, "path")
    ///     .Append(mlContext.Transforms.ResizeImages("image", 224, 224))
    ///     .Append(mlContext.Transforms.ExtractPixels("data", "image"))
    ///     .Append(mlContext.Transforms.Quantize("mobilenetv2.onnx"));
    ///
    /// using var model = pipeline.Fit(calibrationImages);
    /// IDataView scores = model.Transform(images);
    /// mlContext.Model.Save(model, calibrationImages.Schema, "mobilenetv2.int8.zip");
    /// </code>
    /// </example>
    public static OnnxQuantizationEstimator Quantize(this TransformsCatalog catalog, string modelFile, QuantizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return ForeignErrors.Guard(() => new OnnxQuantizationEstimator(catalog, modelFile, null, null, options));
    }

    /// <summary>
    /// As <see cref="Quantize(TransformsCatalog, string, QuantizationOptions?)"/>, with columns of any name: by name where all
    /// are names of the model's outputs (or inputs), otherwise in the model's order. Outputs that are left out are not scored, and inputs that only they need may be left out too: the INT8
    /// model then lacks both.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnNames">A column for each output to score.</param>
    /// <param name="inputColumnNames">A column for each of the model's inputs.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">The columns do not go with the model's inputs and outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="NotSupportedException">An input or output is of a type that no ML.NET column holds.</exception>
    /// <example>
    /// <code>
    /// var step = mlContext.Transforms.Quantize(["score"], ["pixels"], "model.onnx", new QuantizationOptions { Calibration = CalibrationMethod.Auto });
    /// using var transformer = step.Fit(calibrationData);
    /// </code>
    /// </example>
    public static OnnxQuantizationEstimator Quantize(
        this TransformsCatalog catalog, IReadOnlyList<string> outputColumnNames, IReadOnlyList<string> inputColumnNames, string modelFile, QuantizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(outputColumnNames);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return ForeignErrors.Guard(() => new OnnxQuantizationEstimator(catalog, modelFile, outputColumnNames, inputColumnNames, options));
    }
#pragma warning restore RS0026

    /// <summary>What there is to do with quantized models beside the pipeline step.</summary>
    /// <param name="context">The context.</param>
    /// <returns>The catalog.</returns>
    /// <example>
    /// <code>
    /// ITransformer model = mlContext.Quantization().Load("model.int8.zip", out DataViewSchema inputSchema);
    /// </code>
    /// </example>
    public static QuantizationCatalog Quantization(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new QuantizationCatalog(context);
    }

    /// <summary>
    /// Quantizes all of a pipeline that stands before it, so that training and quantization are one <c>Fit</c>; what is appended behind is trained on what the quantized model
    /// gives. It is <see cref="QuantizationCatalog.Quantize(IEstimator{ITransformer}, TrainedModelOptions?, IDataView?)"/> as the last step of a pipeline.
    /// </summary>
    /// <param name="pipeline">The pipeline, its trainer in it.</param>
    /// <param name="catalog">What quantizes: <c>mlContext.Quantization()</c>, with the packages that were added to it.</param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <param name="data">Rows to quantize on that the pipeline is not fitted to; <see langword="null"/> takes the rows that it is fitted to.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.Concatenate("Features", "Length", "Width")
    ///     .Append(mlContext.Regression.Trainers.Sdca())
    ///     .AppendQuantization(mlContext.Quantization(), new TrainedModelOptions { Level = QuantizationLevel.Compact });
    ///
    /// using QuantizedModelTransformer model = pipeline.Fit(trainingData);
    /// Console.WriteLine(model.Report);
    /// </code>
    /// </example>
    public static TrainedModelQuantizationEstimator AppendQuantization(
        this IEstimator<ITransformer> pipeline, QuantizationCatalog catalog, TrainedModelOptions? options = null, IDataView? data = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Quantize(pipeline, options, data);
    }
}
