using Microsoft.ML.Quantization.Comparison;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Compares methods on views.</summary>
internal static class ComparisonView
{
    /// <param name="context">Whose log is told.</param>
    /// <param name="calibration">The view to calibrate on.</param>
    /// <param name="validation">The view to score.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="options">What to compare, and how.</param>
    public static QuantizationComparison Run(
        MLContext context, IDataView calibration, IDataView validation, string modelFile, string? labelColumn, QuantizationComparisonOptions options)
    {
        var quantization = ComparisonOptionsCheck.Checked(options).Quantization with { CalibrationTable = null, CalibrationShards = null, Budget = null };
        quantization.CancellationToken.ThrowIfCancellationRequested();
        var signature = ModelSignature.Read(modelFile);
        var mapping = ColumnMapping.Create(signature, null, options.InputColumnNames);
        if (options.Preprocessing?.Fit(calibration) is { } preprocessing)
        {
            (calibration, validation) = (preprocessing.Transform(calibration), preprocessing.Transform(validation));
        }

        var bound = Bind(mapping, calibration.Schema);
        var held = Bind(mapping, validation.Schema);
        var rows = EvaluationView.Create(validation, held, labelColumn, options.AskedTask);
        var ways = options.Candidates is { Count: > 0 } asked ? asked : DefaultCandidates.Create(quantization);
        var candidates = ILearnsFromRows.Bind([.. ways, .. DefaultCandidates.For(options.Targets, quantization)], new FittedRows(calibration, bound));
        using var progress = new HostProgress(CatalogEnvironment.HostOf(context.Transforms), CalibrationRows.Expected(calibration, quantization));
        var job = new ComparisonJob(modelFile, new CalibrationRows(calibration, bound, quantization), rows, candidates, quantization, options) { ValidationCount = validation.GetRowCount() };
        var comparison = MethodComparer.Run(job, progress);
        progress.Message($"Compared {comparison.Methods.Count - 1} methods on {comparison.Rows} rows. Take {comparison.Recommended.Name}. {comparison.Reason}");
        return comparison;
    }

    private static BoundInput[] Bind(ColumnMapping mapping, DataViewSchema schema) => InputBinder.Bind(
        mapping.Inputs,
        schema,
        "Set Preprocessing in the options to the steps before the model in your pipeline, give data that has been through them, or name the columns in InputColumnNames.");
}
