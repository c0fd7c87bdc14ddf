using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Options;
using Microsoft.ML.Quantization.Training.Pipeline;
using Microsoft.ML.Quantization.Training.Quantizing;

namespace Microsoft.ML.Quantization;

/// <summary>
/// Fine-tunes an FP32 ONNX model with fake quantization on the data it is fitted to, and scores the INT8 model that comes out.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes, once for every epoch |
/// | Input column data type | As the model's inputs |
/// | Label column data type | Key, integer or Boolean (classes), Single or Double or a vector of them (quantities), or no label column (distillation from the FP32 model) |
/// | Output column data type | Vector of the type of the model's output |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.Quantization.Training, and TorchSharp-cpu or TorchSharp-cuda |
/// | Exportable to ONNX | Yes, by SaveOnnx |
///
/// Training starts from the model that post-training quantization gives, rounds in every step what the INT8 model will round, and
/// keeps the epoch that does best on rows held back for validation; the model before training is one of them.
/// ]]></format>
/// </remarks>
public sealed class QuantizationAwareEstimator : IEstimator<QuantizedOnnxTransformer>
{
    private readonly OnnxQuantizationEstimator _scoring;
    private readonly string? _label;
    private readonly QuantizationAwareTrainingOptions _options;
    private readonly Func<Func<string, IEnumerable<TensorValue[]>, QuantizationOptions, IQuantizationProgress, QuantizationResult>, OnnxQuantizationEstimator> _withQuantizer;

    internal QuantizationAwareEstimator(TransformsCatalog catalog, string modelFile, IReadOnlyList<string>? outputs, IReadOnlyList<string>? inputs, string? label, QuantizationAwareTrainingOptions? options)
    {
        _options = TrainingOptionsCheck.Checked(options ?? new QuantizationAwareTrainingOptions());
        _label = label;
        // The caller may change the lists before Fit.
        (outputs, inputs) = (outputs?.ToArray(), inputs?.ToArray());
        _withQuantizer = quantizer => new OnnxQuantizationEstimator(catalog, modelFile, outputs, inputs, _options.Quantization) { Quantizer = quantizer };
        _scoring = new OnnxQuantizationEstimator(catalog, modelFile, outputs, inputs, _options.Quantization);
    }

    /// <summary>Trains the model on the rows of <paramref name="input"/>, which are read once for calibration and once or twice for every epoch.</summary>
    /// <param name="input">Training data with the model's input columns and, if one was named, the label column.</param>
    /// <returns>The transformer that scores in INT8. Dispose of it to release the model.</returns>
    /// <exception cref="ArgumentException">The options exclude a node or operator that the model does not have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, no validation rows, or the labels do not fit the model.</exception>
    /// <exception cref="NotSupportedException">The model has an operator that cannot be trained; the message names it.</exception>
    /// <exception cref="PlatformNotSupportedException">TorchSharp's native libraries are missing or do not load here.</exception>
    /// <exception cref="OperationCanceledException"><see cref="QuantizationAwareTrainingOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// using var trained = mlContext.Transforms.QuantizeAware("model.onnx", "Label").Fit(trainingData);
    /// trained.SaveOnnx("model.int8.onnx");
    /// </code>
    /// </example>
    public QuantizedOnnxTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var stoppable = new StoppableOptions(_options);
        var options = stoppable.Options;
        options.CancellationToken.ThrowIfCancellationRequested();
        var set = TrainingViews.Create(input, _label, _scoring.Open, options);
        return _withQuantizer((file, calibration, _, progress) => QuantizationAwareTrainer.Run(file, calibration, set, options, progress)).Fit(input);
    }

    /// <summary>The shape of the schema that a fitted transformer makes of a schema of shape <paramref name="inputSchema"/>.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns and the model's outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_label != null)
        {
            CheckLabel(_label, inputSchema);
        }

        return _scoring.GetOutputSchema(inputSchema);
    }

    // The shape of a key column has the type of its numbers, which are labels too.
    private void CheckLabel(string label, SchemaShape schema)
    {
        SchemaShape.Column[] columns = [.. schema.Where(column => column.Name == label)];
        if (columns.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(schema), $"There is no label column '{label}'. The columns are {string.Join(", ", schema.Select(each => each.Name))}.");
        }

        _ = LabelColumn.Resolve(label, columns[0].ItemType, TrainingViews.AreClasses(_options));
    }
}
