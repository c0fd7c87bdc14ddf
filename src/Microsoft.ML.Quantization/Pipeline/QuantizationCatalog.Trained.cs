using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.Chains.Comparing;
using Microsoft.ML.Quantization.Chains.Evaluating;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization;

/// <content>Models that ML.NET trained.</content>
public sealed partial class QuantizationCatalog
{
#pragma warning disable RS0026 // The overloads differ in a required parameter, so no call can mean both.
    /// <summary>
    /// Quantizes a model that ML.NET trained, as <c>bestRun.Model</c> of AutoML or what <c>mlContext.Model.Load</c> reads from a <c>.mlnet</c> file, so that it predicts
    /// the same bits faster. What can be quantized depends on what the catalog was given: see <see cref="With"/>.
    /// </summary>
    /// <param name="model">The model: a chain of stages, with chains in it or not, or one stage.</param>
    /// <param name="data">
    /// A few hundred rows or more of what the model will score, with the columns that it reads; labels are not needed, nor is their column. Each stage that is to keep its bits has to give the same on
    /// them as the one that it replaces, and ONNX models are calibrated on them.
    /// </param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The model with its stages quantized, or <paramref name="model"/> itself where none was. Both share their other stages, which disposing of either releases: dispose of both when
    /// neither is used any more. The INT8 sessions are the quantized model's, the FP32 sessions of ONNX models that were quantized are those of <paramref name="model"/>.
    /// <c>mlContext.Model.Save</c> writes ML.NET's own stages, which open everywhere; <c>Load</c> of this catalog puts the quantized ones back.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the model reads is missing from the data, or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainedModelOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, testData);
    /// mlContext.Model.Save(quantized, testData.Schema, "model.mlnet");
    /// </code>
    /// </example>
    public ITransformer Quantize(ITransformer model, IDataView data, TrainedModelOptions? options = null) => Quantize(model, data, out _, options);

    /// <summary>As <see cref="Quantize(ITransformer, IDataView, TrainedModelOptions?)"/>, with a report on every stage.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">A few hundred rows or more of what the model will score.</param>
    /// <param name="report">What became of every stage, and why.</param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <returns>The model with its stages quantized, or <paramref name="model"/> itself where none was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column that the model reads is missing from the data, or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainedModelOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report);
    /// </code>
    /// </example>
    public ITransformer Quantize(ITransformer model, IDataView data, out TrainedModelReport report, TrainedModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainedModelOptions();
        using var place = TemporaryPlace.Use(_context.TempFilePath);
        (var quantized, report) = ForeignErrors.Guard(() => OnnxStages.Use(onnx => new TrainedModelQuantizer(_context, _quantizers, onnx, options, Tell, Warn).Run(model, data)));
        return quantized;
    }

    /// <summary>
    /// An estimator that fits another one and quantizes what it fits, so that training and quantization are one <c>Fit</c>. It stands where a trainer does,
    /// <c>pipeline.Append(mlContext.Quantization().WithTrainedModels().Quantize(trainer))</c>, or around a whole pipeline, for which there is <c>AppendQuantization</c>.
    /// </summary>
    /// <param name="estimator">A trainer, or a pipeline.</param>
    /// <param name="options">How to quantize; <see langword="null"/> for the defaults.</param>
    /// <param name="data">
    /// Rows to quantize on that <paramref name="estimator"/> is not fitted to, with the columns that it gets; <see langword="null"/> takes the rows that it is fitted to, which are read once
    /// more for it.
    /// </param>
    /// <returns>The estimator; its schema is that of <paramref name="estimator"/>.</returns>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.Concatenate("Features", "Length", "Width")
    ///     .Append(mlContext.Quantization().Quantize(mlContext.Regression.Trainers.Sdca(), new TrainedModelOptions { Level = QuantizationLevel.Compact }));
    /// var model = pipeline.Fit(trainingData);
    /// Console.WriteLine(model.LastTransformer.Report);
    /// </code>
    /// </example>
    public TrainedModelQuantizationEstimator Quantize(IEstimator<ITransformer> estimator, TrainedModelOptions? options = null, IDataView? data = null)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new TrainedModelQuantizationEstimator(this, estimator, options ?? new TrainedModelOptions(), data);
    }

    /// <summary>
    /// Compares a quantized model with the one that ML.NET trained, on the same rows: what rounding did to the predictions, and, with labels, what was lost by the metrics of the
    /// task, with the interval that the rows leave.
    /// </summary>
    /// <param name="data">Rows with the columns that the models read; read once where both models map rows to rows, as nearly all do.</param>
    /// <param name="original">The model as it was trained.</param>
    /// <param name="quantized">The model that was made of it.</param>
    /// <param name="labelColumnName">
    /// The column of what is right, in the output of <paramref name="original"/>, as ML.NET's <c>Evaluate</c> finds it: a key for several classes, a boolean, a number;
    /// <see langword="null"/> without labels. Models that cluster or detect anomalies are compared without.
    /// </param>
    /// <param name="rowGroupColumnName">The key column that tells which rows a ranking orders among each other; without it a ranking is compared by its scores alone.</param>
    /// <param name="confidenceLevel">The confidence level of all intervals, above 0.5 and below 1.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>The comparison, by ML.NET's names of metrics; rows for which the trained model gives NaN are left out.</returns>
    /// <exception cref="ArgumentException">The models do not predict in the same columns, or in none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit, or the level is out of range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a label does not fit the scores, or the quantized model gives NaN where the trained one gives a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, trainingData, new TrainedModelOptions { Level = QuantizationLevel.Compact });
    /// QuantizationEvaluation evaluation = mlContext.Quantization().Evaluate(testData, model, quantized, "Label");
    /// Console.WriteLine(evaluation);
    /// </code>
    /// </example>
    public QuantizationEvaluation Evaluate(
        IDataView data,
        ITransformer original,
        ITransformer quantized,
        string? labelColumnName = null,
        string? rowGroupColumnName = null,
        double confidenceLevel = 0.95,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(quantized);
        PairedEvaluator.CheckLevel(confidenceLevel);
        var evaluation = ForeignErrors.Guard(() =>
            ModelEvaluator.Run(new PairedModels(data, original, quantized, new LabelNames(labelColumnName, rowGroupColumnName)), confidenceLevel, cancellationToken));
        Tell($"Scored {evaluation.Rows} rows with both models.");
        return evaluation;
    }

    /// <summary>
    /// Compares ways to quantize a model that ML.NET trained: each is made, scores the same rows as the trained model, and is timed in turn with the others.
    /// </summary>
    /// <param name="calibrationData">A few hundred rows or more of what the model will score, for <c>Quantize</c>.</param>
    /// <param name="validationData">Other rows of the kind, the more the narrower are the intervals.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="labelColumnName">The column of what is right, in the output of the model; <see langword="null"/> without labels: a classifier is then compared by the share of rows it decides as before.</param>
    /// <param name="candidates">The ways, in the order of the table; <see langword="null"/> for both levels with their defaults.</param>
    /// <param name="rowGroupColumnName">The key column that tells which rows a ranking orders among each other.</param>
    /// <param name="cancellationToken">Stops between two models and between two rows.</param>
    /// <returns>The trained model and the quantized ones. One that fails has its error in its line, and the others are not touched by it.</returns>
    /// <exception cref="ArgumentException">Two candidates have one name, or the model predicts nothing that can be compared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a label does not fit the scores.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(trainingData, testData, model, "Label");
    /// Console.WriteLine(comparison);
    /// ITransformer taken = mlContext.Quantization().Quantize(model, trainingData, comparison.Recommended.TrainedOptions);
    /// </code>
    /// </example>
    public QuantizationComparison Compare(
        IDataView calibrationData,
        IDataView validationData,
        ITransformer model,
        string? labelColumnName = null,
        IReadOnlyList<TrainedModelCandidate>? candidates = null,
        string? rowGroupColumnName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calibrationData);
        ArgumentNullException.ThrowIfNull(validationData);
        ArgumentNullException.ThrowIfNull(model);
        var labels = new LabelNames(labelColumnName, rowGroupColumnName);
        return ForeignErrors.Guard(() => OnnxStages.Use(onnx => new ModelComparer(_context, _quantizers, onnx, labels, Tell, cancellationToken)
            .Run(model, calibrationData, validationData, candidates is { Count: > 0 } ? candidates : ModelComparer.Defaults)));
    }
#pragma warning restore RS0026

    private void Tell(string text)
    {
        using var progress = new HostProgress(CatalogEnvironment.HostOf(_context.Transforms));
        progress.Message(text);
    }

    private void Warn(string text)
    {
        using var progress = new HostProgress(CatalogEnvironment.HostOf(_context.Transforms));
        progress.Warning(text);
    }
}
