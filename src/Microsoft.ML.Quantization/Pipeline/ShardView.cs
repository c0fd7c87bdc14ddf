using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Calibrates on a share of a view.</summary>
internal static class ShardView
{
    private const string Remedy = "Give the steps before the model as preprocessing, data that has been through them, or the names of the columns as inputColumnNames.";

    /// <param name="context">Whose log is told.</param>
    /// <param name="data">The view.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="part">Which share it is.</param>
    /// <param name="options">The options.</param>
    /// <param name="inputColumnNames">The columns that feed the model; <see langword="null"/> where they have the names of its inputs.</param>
    public static CalibrationShard Run(MLContext context, IDataView data, string modelFile, RowShard part, QuantizationOptions options, IReadOnlyList<string>? inputColumnNames)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        var mapping = ColumnMapping.Create(ModelSignature.Read(modelFile), null, inputColumnNames);
        using var place = TemporaryPlace.Use(context.TempFilePath);
        var bound = InputBinder.Bind(mapping.Inputs, data.Schema, Remedy);
        using var progress = new HostProgress(CatalogEnvironment.HostOf(context.Transforms), part.Rows);
        return ShardCalibration.Run(modelFile, new CalibrationRows(data, bound, options, part: part), part, options, progress);
    }
}
