using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization;

/// <summary>What there is to do with quantized models beside the pipeline step; see <c>mlContext.Quantization()</c>.</summary>
public sealed partial class QuantizationCatalog
{
    private readonly MLContext _context;
    private readonly IReadOnlyList<IStageQuantizer> _quantizers;

    internal QuantizationCatalog(MLContext context, IReadOnlyList<IStageQuantizer>? quantizers = null) => (_context, _quantizers) = (context, quantizers ?? []);

    /// <summary>
    /// A catalog that also quantizes stages of one more kind, in <c>Quantize</c> and in <c>Load</c>. Packages have a method of their own for it, as <c>WithTrainedModels</c> of
    /// Microsoft.ML.Quantization.TrainedModels.
    /// </summary>
    /// <param name="quantizer">What quantizes them. Of several that can quantize a stage, the one that was added first does.</param>
    /// <returns>The catalog; this one stays as it is.</returns>
    /// <example>
    /// <code>
    /// Func&lt;IStageQuantizer, QuantizationCatalog&gt; catalogWith = quantizer =&gt; mlContext.Quantization().With(quantizer);
    /// </code>
    /// </example>
    public QuantizationCatalog With(IStageQuantizer quantizer)
    {
        ArgumentNullException.ThrowIfNull(quantizer);
        return new QuantizationCatalog(_context, [.. _quantizers, quantizer]);
    }

    /// <summary>
    /// Saves a model as <c>mlContext.Model.Save</c> does, but writes it beside the file first: one that is there is replaced, whole or
    /// not at all.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of its input; <see langword="null"/> leaves it out.</param>
    /// <param name="path">The file to write, usually a <c>.zip</c> or <c>.mlnet</c> file.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Save(model, calibrationImages.Schema, "model.int8.zip");
    /// </code>
    /// </example>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, stream => _context.Model.Save(model, inputSchema, stream));
    }

    /// <summary>
    /// Loads a model that <c>mlContext.Model.Save</c> wrote, as <c>mlContext.Model.Load</c> does, and puts the batched
    /// <see cref="QuantizedOnnxTransformer"/> back in place of the stock transformer it was saved as.
    /// </summary>
    /// <param name="path">The saved model, usually a <c>.zip</c> or <c>.mlnet</c> file.</param>
    /// <param name="inputSchema">The schema that the model was saved with.</param>
    /// <returns>
    /// The model. Stages that a quantizer of this catalog knows (see <see cref="With"/>) are quantized, all others are as <c>mlContext.Model.Load</c> gives them.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or no saved model, or a newer version of this library saved it.</exception>
    /// <example>
    /// <code>
    /// ITransformer loaded = mlContext.Quantization().Load("model.int8.zip", out DataViewSchema inputSchema);
    /// IDataView scores = loaded.Transform(testData);
    /// </code>
    /// </example>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Model file '{path}' does not exist.", path);
        }

        using Stream stream = RegularFile.OpenRead(path);
        return Load(stream, out inputSchema);
    }

    /// <summary>As <see cref="Load(string, out DataViewSchema)"/>, from a stream.</summary>
    /// <param name="stream">The saved model; a stream that can seek.</param>
    /// <param name="inputSchema">The schema that the model was saved with.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">It is damaged or no saved model, or a newer version of this library saved it.</exception>
    /// <example>
    /// <code>
    /// using var file = File.OpenRead("model.int8.zip");
    /// ITransformer loaded = mlContext.Quantization().Load(file, out DataViewSchema inputSchema);
    /// </code>
    /// </example>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var place = TemporaryPlace.Use(_context.TempFilePath);
        var model = SavedModel.Load(_context, stream, out inputSchema);
        return _quantizers.Count == 0 ? model : TrainedModelQuantizer.Load(_context, _quantizers, model);
    }

#pragma warning disable RS0026 // The overloads differ in a required parameter, so no call can mean both.
    /// <summary>
    /// Compares a quantized model with the FP32 model it was made from, on the same rows: what was lost, with the interval that the rows
    /// leave. Without labels, how often both decide alike, which bounds the accuracy that can have been lost.
    /// </summary>
    /// <param name="data">
    /// Rows that the model was not calibrated on, with the columns that <paramref name="model"/> reads; read once, and only those columns.
    /// Both models score every row.
    /// </param>
    /// <param name="model">
    /// The fitted pipeline, whose steps before the quantized one are run on the data (what comes after that is not looked at); or the quantized
    /// step alone, for data that has been through the steps before it.
    /// </param>
    /// <param name="labelColumnName">The column of what is right: a key, an integer or a boolean for a class, a number or a vector for quantities; <see langword="null"/> without labels.</param>
    /// <param name="task">What the model's first float output is for; by default decided as <see cref="EvaluationTask.Auto"/> says.</param>
    /// <param name="confidenceLevel">The confidence level of all intervals, above 0.5 and below 1.</param>
    /// <param name="floatModelFile">The FP32 ONNX file; needed for a model that was loaded, which does not carry it.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>The comparison, by ML.NET's names of metrics.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="model"/> has no step that <c>Quantize</c> made, or <paramref name="floatModelFile"/> is quantized itself, or not of the model that was quantized.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit, or the level or the task is out of range.</exception>
    /// <exception cref="FileNotFoundException">The FP32 model's file is gone.</exception>
    /// <exception cref="InvalidDataException">The FP32 model's file holds another model now, or none.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, no labels for a task that needs them, a label does not fit the output, the output is not for the task, a model
    /// gives NaN for a row, or the FP32 model is not known.
    /// </exception>
    /// <exception cref="ObjectDisposedException"><paramref name="model"/> was disposed of.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// QuantizationEvaluation evaluation = mlContext.Quantization().Evaluate(testImages, model, labelColumnName: "Label");
    /// Console.WriteLine(evaluation);
    /// if (evaluation.LargestAccuracyLoss &gt; 0.01)
    /// {
    ///     Console.WriteLine("More than a point may be lost.");
    /// }
    /// </code>
    /// </example>
    public QuantizationEvaluation Evaluate(
        IDataView data,
        ITransformer model,
        string? labelColumnName = null,
        EvaluationTask task = EvaluationTask.Auto,
        double confidenceLevel = 0.95,
        string? floatModelFile = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        CheckTask(task, nameof(task));
        return Evaluate(data, model, labelColumnName, new AskedTask(task), confidenceLevel, floatModelFile, cancellationToken);
    }

    /// <summary>
    /// Compares a quantized detector with the FP32 model it was made from, on the same rows: by its mean average precision where there are labels, and by the share of FP32's detections that
    /// INT8 has too. See <see cref="EvaluationTask.ObjectDetection"/> for what is counted, and the other overload for the rest.
    /// </summary>
    /// <param name="data">Rows that the model was not calibrated on, an image each, with the columns that <paramref name="model"/> reads; read once.</param>
    /// <param name="model">The fitted pipeline; or the quantized step alone, for data that has been through the steps before it.</param>
    /// <param name="detection">How the model writes boxes and scores, and which column holds the objects' boxes.</param>
    /// <param name="labelColumnName">The column with the class of each object, a vector of keys or integers; <see langword="null"/> without labels, when the column of boxes is not read either.</param>
    /// <param name="confidenceLevel">The confidence level of all intervals, above 0.5 and below 1.</param>
    /// <param name="floatModelFile">The FP32 ONNX file; needed for a model that was loaded, which does not carry it.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>The comparison. Its <see cref="QuantizationEvaluation.Classes"/> have the average precision of each class.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="model"/> has no step that <c>Quantize</c> made, or <paramref name="floatModelFile"/> is quantized itself, or not of the model that was quantized.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit, or an option or the level is out of range.</exception>
    /// <exception cref="FileNotFoundException">The FP32 model's file is gone.</exception>
    /// <exception cref="InvalidDataException">The FP32 model's file holds another model now, or none.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows; the outputs and the options do not tell where boxes and scores are, which the message says how to set; the labels of a row are no objects of the model's classes, or there is not one in all rows; a
    /// model gives NaN for a row; or the FP32 model is not known.
    /// </exception>
    /// <exception cref="ObjectDisposedException"><paramref name="model"/> was disposed of.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// var faces = new DetectionOptions { BackgroundClass = 0, BoxScaleX = 320, BoxScaleY = 240 };
    /// QuantizationEvaluation evaluation = mlContext.Quantization().Evaluate(testImages, model, faces, labelColumnName: "Label");
    /// Console.WriteLine(evaluation);
    /// foreach (ClassAveragePrecision each in evaluation.Classes)
    /// {
    ///     Console.WriteLine($"class {each.Class}: {each.FloatAP50:0.000} -> {each.QuantizedAP50:0.000}");
    /// }
    /// </code>
    /// </example>
    public QuantizationEvaluation Evaluate(
        IDataView data,
        ITransformer model,
        DetectionOptions detection,
        string? labelColumnName = null,
        double confidenceLevel = 0.95,
        string? floatModelFile = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(detection);
        DetectionOptionsCheck.Check(detection);
        return Evaluate(data, model, labelColumnName, new AskedTask(EvaluationTask.ObjectDetection, detection), confidenceLevel, floatModelFile, cancellationToken);
    }

#pragma warning restore RS0026

    private QuantizationEvaluation Evaluate(
        IDataView data, ITransformer model, string? labelColumnName, AskedTask task, double confidenceLevel, string? floatModelFile, CancellationToken cancellationToken)
    {
        PairedEvaluator.CheckLevel(confidenceLevel);
        var chain = ModelChain.Split(model);
        var scored = chain.Step.Model;
        scored.Session.ThrowIfClosed();
        using var place = TemporaryPlace.Use(_context.TempFilePath);
        cancellationToken.ThrowIfCancellationRequested();
        var rows = ForeignErrors.Guard(() => EvaluationView.Create(data, chain, labelColumnName, task, cancellationToken));
        using var source = ForeignErrors.Guard(() => FloatSource.Open(chain.Step, floatModelFile));

        // Of two outputs, the one whose values stand for the same in both models.
        string? output = scored.Outputs.OrderBy(each => each.Column.Tensor.FollowsData).FirstOrDefault(each => each.Column.Tensor.Type == TensorProto.Types.DataType.Float)?.Column.Tensor.Name;
        using var progress = new EvaluationProgress(_context);
        var evaluation = ForeignErrors.Guard(() => PairedEvaluator.Run(source, scored.Original, progress.Told(rows, data.GetRowCount()), task, confidenceLevel, output));
        progress.Finish(evaluation.Rows);
        return evaluation;
    }

    /// <summary>
    /// Tells each layer's share of the error that INT8 makes in a model's outputs: calibrates on the data, then rounds one place at a
    /// time, as INT8 would, on a few of its first rows. It costs about a tenth of evaluating the model once for each layer.
    /// </summary>
    /// <param name="data">Calibration data: a sample, a hundred rows or more, of what the model will score.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="options">How the model would be quantized; <see langword="null"/> for the defaults, with which layers that INT8 would not make faster are not looked at.</param>
    /// <param name="inputColumnNames">A column for each of the model's inputs; <see langword="null"/> where they are named as the inputs.</param>
    /// <param name="preprocessing">The steps before this one in the pipeline, where <paramref name="data"/> has not been through them: they are fitted on it.</param>
    /// <returns>The layers that would run in INT8, the one with the largest share first.</returns>
    /// <exception cref="ArgumentException">The columns do not go with the model's inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input, or an option is outside its range.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a column's size does not fit the model's input.</exception>
    /// <exception cref="OperationCanceledException"><see cref="QuantizationOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// foreach (LayerSensitivity layer in mlContext.Quantization().Sensitivity(calibrationImages, "model.onnx", preprocessing: imageSteps).Take(5))
    /// {
    ///     Console.WriteLine(layer);
    /// }
    /// </code>
    /// </example>
    public IReadOnlyList<LayerSensitivity> Sensitivity(
        IDataView data, string modelFile, QuantizationOptions? options = null, IReadOnlyList<string>? inputColumnNames = null, IEstimator<ITransformer>? preprocessing = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return ForeignErrors.Guard(() =>
        {
            var estimator = new OnnxQuantizationEstimator(_context.Transforms, modelFile, null, inputColumnNames, options);
            return estimator.Sensitivity(preprocessing == null ? data : preprocessing.Fit(data).Transform(data));
        });
    }

#pragma warning disable RS0026 // The overloads differ in a required parameter, so no call can mean both.
    /// <summary>
    /// Compares ways to quantize a model: one pass over the calibration data serves all post-training methods, one pass over the validation
    /// data scores FP32 and every INT8 model, and all are timed in turn on one thread.
    /// </summary>
    /// <param name="calibrationData">A sample, a hundred rows or more, of what the model will score; read once, or twice where some methods equalize the model (<see cref="QuantizationOptions.CrossLayerEqualization"/>) and others do not.</param>
    /// <param name="validationData">Other rows of the kind, the more the narrower are the intervals; read once.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="labelColumnName">
    /// The column of <paramref name="validationData"/> that tells what is right: a key, an integer or a boolean for a class, a number or a vector for
    /// quantities; <see langword="null"/> without labels: a classifier is then compared by the share of rows it decides as FP32 does.
    /// </param>
    /// <param name="options">What to compare, and how; <see langword="null"/> for the defaults.</param>
    /// <returns>FP32 and the methods. One that fails has its error in its line, and the others are not touched by it.</returns>
    /// <exception cref="ArgumentException">The columns do not go with the model's inputs, two candidates have one name, or the options exclude a node or operator that the model does not have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit, or an option is outside its range.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, no labels for a task that needs them, a label does not fit the output, the output is not for the task, or FP32 gives NaN for a row.
    /// </exception>
    /// <exception cref="NotSupportedException"><paramref name="modelFile"/> is quantized already, or has an input of a type that no ML.NET column holds.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token of <see cref="QuantizationComparisonOptions.Quantization"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", labelColumnName: "Label");
    /// Console.WriteLine(comparison);
    /// if (comparison.Recommended.Options is { } options)
    /// {
    ///     using var transformer = mlContext.Transforms.Quantize("model.onnx", options).Fit(calibrationData);
    /// }
    /// </code>
    /// </example>
    public QuantizationComparison Compare(
        IDataView calibrationData, IDataView validationData, string modelFile, string? labelColumnName = null, QuantizationComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(calibrationData);
        ArgumentNullException.ThrowIfNull(validationData);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        options ??= new QuantizationComparisonOptions();
        using var place = TemporaryPlace.Use(_context.TempFilePath);
        PairedEvaluator.CheckLevel(options.ConfidenceLevel);
        CheckTask(options.Task, nameof(options));
        return ForeignErrors.Guard(() => ComparisonView.Run(_context, calibrationData, validationData, modelFile, labelColumnName, options));
    }
#pragma warning restore RS0026

    private static void CheckTask(EvaluationTask task, string parameter)
    {
        if (!Enum.IsDefined(task) || task == EvaluationTask.Ranking)
        {
            throw new ArgumentOutOfRangeException(
                parameter, task, $"There is no such task for ONNX models; the tasks are {string.Join(", ", Enum.GetNames<EvaluationTask>().Except([nameof(EvaluationTask.Ranking)]))}.");
        }
    }
}
