using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Timing;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Runs a model beside its other form: an FP32 one beside a quick INT8 form of it, a quantized one beside FP32.</summary>
/// <param name="path">The model.</param>
/// <param name="source">Rows for it.</param>
/// <param name="view">The same rows.</param>
/// <param name="token">Stops it.</param>
internal sealed class Measurement(string path, IRowSource source, IDataView view, CancellationToken token)
{
    private const double Level = 0.95;
    private const int CalibrationRows = 32;

    /// <param name="outlook">What costs say of the FP32 model.</param>
    /// <param name="context">Told of what is done.</param>
    public MeasuredTimes OfFloat(QuantizationOutlook? outlook, MLContext context)
    {
        using var model = OnnxModelReader.Load(path);
        if (outlook is { IntegerNodes: 0 })
        {
            return Times(model, "this model", null, null, outlook);
        }

        using var folder = new TemporaryFolder();
        string file = folder.File("int8.onnx");
        using (var fitted = context.Transforms.Quantize(path, new QuantizationOptions { Effort = QuantizationEffort.Fast, MaxCalibrationRows = CalibrationRows, CancellationToken = token }).Fit(view))
        {
            fitted.SaveOnnx(file);
        }

        using var quantized = OnnxModelReader.Load(file);
        return QuantizationDetector.Find(quantized.Proto).Count == 0
            ? Times(model, "this model", null, null, outlook)
            : Times(model, "this model", quantized, $"a quick form, calibrated on {source.Description}", outlook);
    }

    /// <param name="floatFile">The FP32 model; <see langword="null"/> to take the QuantizeLinear and DequantizeLinear out of the quantized one.</param>
    public MeasuredTimes OfQuantized(string? floatFile)
    {
        using var model = OnnxModelReader.Load(path);
        using var original = floatFile == null ? FloatForm.Create(model) : OnnxModelReader.Load(floatFile);
        string? origin = original == null ? null : floatFile == null ? "this model without its conversions" : $"'{floatFile}'";

        return Times(original, origin, model, "this model", original == null ? null : QuantizationOutlook.Try(original));
    }

    private MeasuredTimes Times(OnnxModel? original, string? floatOrigin, OnnxModel? quantized, string? quantizedOrigin, QuantizationOutlook? outlook)
    {
        var row = Row();
        Func<IOpenModel>[] models = [.. new[] { original, quantized }.OfType<OnnxModel>().Select<OnnxModel, Func<IOpenModel>>(model => () => new OpenModel(model, row, new RunSettings(token)))];
        var rounds = LatencyRounds.Measure(models, RoundLimits.OfReport(Level), TimeProvider.System, cancellation: token);
        var (ratio, interval) = models.Length == 2 ? rounds.Ratio(1, Level) : (default, default);
        return new MeasuredTimes
        {
            Rows = source.Description,
            FloatModel = floatOrigin,
            QuantizedModel = quantizedOrigin,
            Float = original == null ? null : rounds.Median(0),
            Quantized = quantized == null ? null : rounds.Median(models.Length - 1),
            Ratio = models.Length == 2 ? ratio : null,
            Interval = models.Length == 2 ? interval : null,
            Estimate = outlook?.Ratio,
        };
    }

    /// <summary>The first row.</summary>
    private TensorValue[] Row()
    {
        var inputs = InputBinder.Bind(ModelSignature.Read(path).Inputs.Select(input => new MappedColumn(input.Name, input)), view.Schema);
        DataViewSchema.Column[] columns = [.. inputs.Select(input => view.Schema[input.Column.Name])];
        using var cursor = view.GetRowCursor(columns.DistinctBy(column => column.Index));
        var reader = new RowReader(cursor, inputs, columns);
        return cursor.MoveNext() ? reader.Read() : throw new CommandException($"There are no rows in {source.Description}.");
    }
}
