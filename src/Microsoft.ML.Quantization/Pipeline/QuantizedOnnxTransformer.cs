using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization;

/// <summary>
/// Scores a model in INT8. A pipeline saved with it holds a stock <c>OnnxTransformer</c>, so <c>mlContext.Model.Load</c> works
/// where this library is absent; <see cref="QuantizationCatalog.Load(string, out DataViewSchema)"/> brings the batched step back.
/// </summary>
/// <remarks>
/// The transformer is safe for use by several threads, a cursor or row of it is not. Dispose of it when done: cursors that are
/// open then run to their end, new ones throw <see cref="ObjectDisposedException"/>. A model of more than 1.9 GB of INT8 weights is
/// kept in the folder of <c>MLContext.TempFilePath</c> meanwhile: save it, and read its report, before.
/// INT8 has no NaN: where a row has one, it becomes an ordinary number on its way, and the scores of that row mean nothing though they look like others.
/// Take missing values out, or replace them (<c>ReplaceMissingValues</c>), before.
/// </remarks>
public sealed class QuantizedOnnxTransformer : ITransformer, IDisposable
{
    private readonly ScoringModel _model;
    private readonly QuantizationResult? _result;
    private readonly string? _place = TemporaryPlace.Named;

    internal QuantizedOnnxTransformer(ScoringModel model, QuantizationResult? result) => (_model, _result) = (model, result);

    /// <summary>
    /// What the quantization did and what it gained; <see langword="null"/> for a model that was loaded, which does not carry it.
    /// It is measured when first asked for, which runs both models on some calibration rows and takes a second or more.
    /// </summary>
    public QuantizationReport? Report
    {
        get
        {
            using var place = TemporaryPlace.Use(_place);
            return _result?.Report.Value;
        }
    }

    /// <summary>The ranges of the activations and what they were chosen from; <see langword="null"/> for a model that was loaded.</summary>
    public CalibrationTable? Calibration => _result?.Calibration;

    /// <summary>The model it was made from; null for a model that was loaded.</summary>
    internal FloatModel? Float => _result?.Float;

    internal ScoringModel Model => _model;

    /// <summary>How it was made; null for a model that was loaded.</summary>
    internal QuantizationResult? Result => _result;

    /// <summary>Always <see langword="true"/>: a row of the input gives a row of the output.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>
    /// Writes the INT8 model as an ONNX file, with the names and free dimensions of the FP32 model. Weights of more than 1.9 GB, which
    /// no ONNX file can hold, go to a second file beside it, <c>path.data</c>, or <c>path.&lt;hash&gt;.data</c> where that is taken: whenever
    /// the process ends, the old model with its weights is there or the new one with its own.
    /// </summary>
    /// <param name="path">
    /// The file to write; one that is there is replaced, whole or not at all, with its mode kept, and with it a second file of its own that is
    /// no longer needed. A link is followed, but refused for a model with a second file.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.SaveOnnx("model.int8.onnx");
    /// </code>
    /// </example>
    public void SaveOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        OnnxModelWriter.Save(_model.Original, path);
    }

    /// <summary>
    /// Writes the INT8 model as the file that its target reads (<see cref="QuantizationOptions.Target"/>). For all targets of ONNX Runtime that is the
    /// file of <see cref="SaveOnnx"/>.
    /// </summary>
    /// <param name="path">The file to write, for Core ML the folder; one that is there is replaced, whole or not at all.</param>
    /// <exception cref="InvalidOperationException">The model was loaded and does not know its target; <see cref="SaveOnnx"/> writes it.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.SaveForTarget("model.int8.onnx");
    /// </code>
    /// </example>
    public void SaveForTarget(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var target = _result?.Target ?? throw new InvalidOperationException("A model that was loaded does not know the target it was made for. Write it as ONNX by SaveOnnx, or fit it again.");
        target.Writer.Save(_model.Original, path);
    }

    /// <summary>Writes the INT8 model that was made for a target, as the file that the target reads.</summary>
    /// <param name="path">The file to write, for Core ML the folder; one that is there is replaced, whole or not at all.</param>
    /// <param name="target">The target that was fitted for, or one of <see cref="QuantizationOptions.AlsoFor"/>; for a model that was loaded, one whose files can hold what an ONNX file holds.</param>
    /// <exception cref="InvalidOperationException">The model was not made for the target.</exception>
    /// <exception cref="ArgumentException">The file needs sizes that the model leaves free; see <see cref="LiteRtOptions"/> and <see cref="CoreMLOptions"/>.</exception>
    /// <exception cref="NotSupportedException">A node has no form in the file.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// var options = new QuantizationOptions { AlsoFor = [QuantizationTarget.LiteRt, QuantizationTarget.OnnxRuntimeArm64] };
    /// using var fitted = mlContext.Transforms.Quantize("model.onnx", options).Fit(calibrationData);
    /// fitted.SaveForTarget("model.tflite", QuantizationTarget.LiteRt);
    /// fitted.SaveForTarget("model.arm64.onnx", QuantizationTarget.OnnxRuntimeArm64);
    /// </code>
    /// </example>
    public void SaveForTarget(string path, QuantizationTarget target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(target);
        target.Definition.Writer.Save(ModelFor(target), path);
    }

    /// <summary>The schema of the output for an input of schema <paramref name="inputSchema"/>.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The input's columns followed by the model's outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input.</exception>
    /// <exception cref="InvalidOperationException">An input column is of another size than the one that was fitted.</exception>
    /// <example>
    /// <code>
    /// using var transformer = mlContext.Transforms.Quantize("model.onnx").Fit(calibrationData);
    /// foreach (var column in transformer.GetOutputSchema(testData.Schema))
    /// {
    ///     Console.WriteLine($"{column.Name}: {column.Type}");
    /// }
    /// </code>
    /// </example>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).Output;
    }

    /// <summary>Adds the model's outputs to <paramref name="input"/>, lazily: nothing is read or scored before a cursor asks for it.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the outputs as last columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input.</exception>
    /// <exception cref="InvalidOperationException">An input column is of another size than the one that was fitted.</exception>
    /// <exception cref="NotSupportedException"><c>ConvertToOnnx</c> of ML.NET asks for it, which cannot write this step: see <see cref="SaveOnnx"/>.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    /// <example>
    /// <code>
    /// using var transformer = mlContext.Transforms.Quantize(["score"], ["pixels"], "model.onnx").Fit(calibrationData);
    /// foreach (float[] scores in transformer.Transform(testData).GetColumn&lt;float[]&gt;("score"))
    /// {
    ///     Console.WriteLine(scores.Max());
    /// }
    /// </code>
    /// </example>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _model.Session.ThrowIfClosed();
        OnnxExport.ThrowIfCalling();
        return new ScoredDataView(input, Bind(input.Schema), _model);
    }

    /// <summary>A mapper of single rows, for prediction engines.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input.</exception>
    /// <exception cref="InvalidOperationException">An input column is of another size than the one that was fitted.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed of.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _model.Session.ThrowIfClosed();
        return new ScoringRowMapper(_model, Bind(inputSchema));
    }

    /// <summary>Releases the model once the last open cursor or row of it is closed.</summary>
    /// <example>
    /// <code>
    /// model.LastTransformer.SaveOnnx("model.int8.onnx");
    /// model.LastTransformer.Dispose();
    /// </code>
    /// </example>
    public void Dispose()
    {
        _model.Dispose();
        foreach (var other in _result?.Others ?? [])
        {
            other.Model.Dispose();
        }
    }

    private OnnxModel ModelFor(QuantizationTarget target)
    {
        if (_result == null ? target.Definition.Writer.TakesAnyModel : _result.Target?.Name == target.Name)
        {
            return _model.Original;
        }

        return _result?.Others.FirstOrDefault(other => other.Target == target)?.Model ?? throw new InvalidOperationException(_result == null
            ? $"A model that was loaded holds the numbers of the target that it was made for, and cannot be written for {target}. Fit it again with {nameof(QuantizationOptions.AlsoFor)} = [{nameof(QuantizationTarget)}.{target}]."
            : $"The model was not made for {target}. Fit it with {nameof(QuantizationOptions.AlsoFor)} = [{nameof(QuantizationTarget)}.{target}].");
    }

    private SchemaBinding Bind(DataViewSchema schema) => ForeignErrors.Guard(() => new SchemaBinding(schema, _model));

    // Saving needs nothing of the session, so it works after disposal too.
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        using var place = TemporaryPlace.Use(_place);
        StockTransformer.Save(_model, ctx);
    }
}
