using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization;

/// <summary>
/// Quantizes an FP32 ONNX model to INT8 on the data it is fitted to, and scores it in INT8.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes |
/// | Input column data type | As the model's inputs: scalar or vector of Single, Double, Int64, Int32, Byte, Boolean or another number, or text; vectors may be of unknown size where one dimension of the input is free |
/// | Output column data type | Vector of the type of the model's output, of the dimensions that ApplyOnnxModel gives it |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.Quantization |
/// | Exportable to ONNX | Yes, by SaveOnnx |
///
/// Free dimensions of the model take their sizes from the columns at Fit: from a column's own dimensions (ExtractPixels gives
/// 3 x height x width), from its size where only one assignment fits, or from each row's length where the column is a vector of
/// unknown size. A free first dimension is the batch: rows are scored many at a time. Inputs that the outputs do not need take no column. Outputs
/// that are sequences or maps, as ZipMap of scikit-learn's classifiers makes, are left out unless others are named; outputs whose size depends on
/// the data, as that of NonMaxSuppression does, are vectors of any size, and their models are scored row by row.
/// ]]></format>
/// </remarks>
public sealed class OnnxQuantizationEstimator : IEstimator<QuantizedOnnxTransformer>
{
    private const string ValidationRemedy =
        "ValidationData must have been through the steps before this one, as the data that is fitted has: set ValidationPreprocessing to those steps, fitted, or give data that they have transformed.";

    private const string SensitivityRemedy = "Give the steps before the model as preprocessing, data that has been through them, or the names of the columns as inputColumnNames.";

    private readonly TransformsCatalog _catalog;
    private readonly IHost _host;
    private readonly string _modelFile;
    private readonly FileContent _content;
    private readonly ModelSignature _signature;
    private readonly ColumnMapping _mapping;
    private readonly QuantizationOptions _options;

    internal OnnxQuantizationEstimator(TransformsCatalog catalog, string modelFile, IReadOnlyList<string>? outputs, IReadOnlyList<string>? inputs, QuantizationOptions? options)
    {
        _catalog = catalog;
        _host = CatalogEnvironment.HostOf(catalog);
        _modelFile = Path.GetFullPath(modelFile);
        _options = OptionsCheck.Checked(options ?? new QuantizationOptions());
        _signature = ModelSignature.Read(_modelFile);
        _content = FileContent.Read(_modelFile);
        _mapping = ColumnMapping.Create(_signature, outputs, inputs);
    }

    /// <summary>Calibrates and writes the INT8 model; a seam for training, and for tests of everything around it.</summary>
    internal Func<string, IEnumerable<TensorValue[]>, QuantizationOptions, IQuantizationProgress, QuantizationResult> Quantizer { get; init; } = PostTrainingQuantizer.Run;

    /// <summary>
    /// Calibrates the model on the rows of <paramref name="input"/>, of which only the model's input columns are read, once. With
    /// <see cref="QuantizationOptions.CalibrationTable"/> no more than some rows for the report are read. With
    /// <see cref="QuantizationBudget.MaxAccuracyLoss"/> the rows to validate on, and the label column, are read once for each model that is tried.
    /// </summary>
    /// <param name="input">Calibration data: a sample, a hundred rows or more, of what the model will score. It may be empty where there is a calibration table.</param>
    /// <returns>The transformer that scores in INT8. Dispose of it to release the model.</returns>
    /// <exception cref="ArgumentException">The options exclude a node or operator that the model does not have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, not even one to time where <see cref="QuantizationBudget.MaxLatencyRatio"/> asks for it, a column's size does not fit the model's input, or the calibration table is of another model or lacks a tensor.
    /// </exception>
    /// <exception cref="AccuracyLossException">Nothing that was tried loses as little accuracy as <see cref="QuantizationBudget.MaxAccuracyLoss"/> allows.</exception>
    /// <exception cref="LatencyRatioException">Nothing that was tried is as fast as <see cref="QuantizationBudget.MaxLatencyRatio"/> asks.</exception>
    /// <exception cref="FileNotFoundException">The model's file is gone.</exception>
    /// <exception cref="InvalidDataException">The model's file is no longer what it was when the step was made.</exception>
    /// <exception cref="OperationCanceledException"><see cref="QuantizationOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// using var transformer = mlContext.Transforms.Quantize("model.onnx").Fit(calibrationData);
    /// IDataView scores = transformer.Transform(testData);
    /// Console.WriteLine(transformer.Report);
    /// </code>
    /// </example>
    public QuantizedOnnxTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ForeignErrors.Guard(() => Quantized(input));
    }

    /// <summary>The shape of the schema that a fitted transformer makes of a schema of shape <paramref name="inputSchema"/>.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns and the model's outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type than the model's input.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return ForeignErrors.Guard(() => OutputSchema(inputSchema));
    }

    private QuantizedOnnxTransformer Quantized(IDataView input)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        _content.ThrowIfChanged();
        using var place = TemporaryPlace.Use(CatalogEnvironment.TemporaryPlaceOf(_catalog));
        var bound = InputBinder.Bind(_mapping.Inputs, input.Schema);
        bool splits = _options.Budget is { MaxAccuracyLoss: not null, ValidationData: null };
        using var progress = new HostProgress(_host, splits ? null : CalibrationRows.Expected(input, _options));
        foreach (var output in _mapping.LeftOut)
        {
            progress.Message($"Output '{output.Name}' of '{_modelFile}' is left out: it is {output.OtherKind}, which no column of this step holds.");
        }

        var rows = new CalibrationRows(input, bound, _options, splits ? row => !IsHeldBack(row) : null);
        var result = _options.Budget == null
            ? Quantizer(_modelFile, rows, _options, progress)
            : Escalation.Run(_modelFile, rows, Validation(input, bound, progress), Learning(new FittedRows(splits ? null : input, bound)), progress);
        try
        {
            var model = TriedModel.Open(result.Model, bound, _mapping.Outputs, rows.Samples, _options, progress);
            model.Session.Own(result.Model);
            result.Check?.Run(progress, _options.IntraOpThreads ?? Environment.ProcessorCount, _options.CancellationToken);
            progress.Finish(_modelFile, result.Calibration.Rows);
            return new QuantizedOnnxTransformer(model, result);
        }
        catch
        {
            result.Model.Dispose();
            throw;
        }
    }

    private SchemaShape OutputSchema(SchemaShape inputSchema)
    {
        bool variable = false;
        foreach (var column in _mapping.Inputs)
        {
            var found = inputSchema.FirstOrDefault(candidate => candidate.Name == column.Name);
            if (found.Name == null)
            {
                throw ColumnTypes.Missing(column);
            }

            ColumnTypes.CheckItem(column, found.ItemType);
            variable |= found.Kind == SchemaShape.Column.VectorKind.VariableVector && column.Tensor.HasFreeRow;
        }

        var added = new DataViewSchema.Builder();
        foreach (var output in _mapping.Outputs)
        {
            bool unknown = output.Tensor.FollowsData || (variable && (output.Tensor.Dimensions == null || output.Tensor.Dimensions.Skip(1).Any(dimension => dimension.IsFree)));
            var item = ItemTypes.Map(output.Tensor.Type);
            added.AddColumn(output.Name, unknown ? new VectorDataViewType(item) : new VectorDataViewType(item, 1));
        }

        return inputSchema.With(added.ToSchema());
    }

    /// <returns><see langword="null"/> where accuracy has no budget.</returns>
    private ValidationSet? Validation(IDataView input, BoundInput[] bound, HostProgress progress)
    {
        if (_options.Budget is not { MaxAccuracyLoss: not null } budget)
        {
            return null;
        }

        if (budget.ValidationData is { } other)
        {
            var data = budget.ValidationPreprocessing?.Transform(other) ?? other;
            var columns = InputBinder.Bind(_mapping.Inputs, data.Schema, ValidationRemedy);
            return ValidationRows.Create(budget, data.Schema, labels => new LabelledView(data, columns, labels, cancellation: _options.CancellationToken), nameof(budget.ValidationData));
        }

        const string Source = "the data that was fitted, of which every other row is held back";
        var set = ValidationRows.Create(budget, input.Schema, labels => new LabelledView(input, bound, labels, IsHeldBack, _options.CancellationToken), Source);
        progress.Message("Every other row is held back to validate the accuracy on, and not calibrated on; ValidationData would name other rows.");
        return set;
    }

    /// <summary>Every other row, so that data in any order is split alike.</summary>
    private static bool IsHeldBack(long row) => row % 2 == 1;

    private QuantizationOptions Learning(FittedRows rows) => _options with { Budget = _options.Budget! with { Escalation = ILearnsFromRows.Bind(_options.Budget.Escalation, rows) } };

    /// <summary>Each layer's share of the output error.</summary>
    internal IReadOnlyList<LayerSensitivity> Sensitivity(IDataView input)
    {
        _content.ThrowIfChanged();
        using var place = TemporaryPlace.Use(CatalogEnvironment.TemporaryPlaceOf(_catalog));
        using var progress = new HostProgress(_host, CalibrationRows.Expected(input, _options));
        var bound = InputBinder.Bind(_mapping.Inputs, input.Schema, SensitivityRemedy);
        using var model = ObservedModel.Create(_modelFile, new CalibrationRows(input, bound, _options), [_options], progress);
        return SensitivityAnalysis.Run(model, model.Calibrate(_options, progress), progress);
    }

    /// <summary>Rows of a view to learn from, its columns as this step maps them to the model.</summary>
    internal LearnableRows Open(IDataView data, LabelColumn? label, CancellationToken cancellation) => new(data, InputBinder.Bind(_mapping.Inputs, data.Schema), label, cancellation);
}
