using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>
/// Tells each layer's share of the output error, one layer at a time in INT8 on a tenth of the rows. How much a layer errs varies from
/// row to row by a factor that layers have in common, so the same few rows for all layers rank them as all rows do, provided that no
/// single row decides.
/// </summary>
internal static class SensitivityAnalysis
{
    private const int RowDivisor = 10;

    /// <summary>Fewer rows leave ranks to chance.</summary>
    private const int FewestRows = 4;

    private const string Task = "Measured the sensitivity of layers";

    /// <summary>The layers by falling share, on the rows that the model keeps.</summary>
    public static IReadOnlyList<LayerSensitivity> Run(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var rows = Rows(model.Samples.ToArray(), calibrated.Table.Rows);
        return rows.Length == 0
            ? throw new InvalidOperationException($"There are no rows to run '{model.Source.SourcePath}' on. Give a sample, a hundred rows or more, of the data that it will score.")
            : Run(calibrated, rows, progress);
    }

    /// <summary>The layers by falling share, on all of <paramref name="rows"/>.</summary>
    public static IReadOnlyList<LayerSensitivity> Run(CalibratedModel calibrated, TensorValue[][] rows, IQuantizationProgress progress)
    {
        var noise = new LayerNoise(calibrated);
        var noisy = new NoisyModel(calibrated.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() });
        var errors = new OutputErrors(calibrated.Original, rows, calibrated.Options.RunSettings)
            .Measure([.. noise.Layers.Select(layer => (Func<OnnxModel>)(() => noisy.With(noise.Alone(layer))))], done => progress.Step(Task, done, noise.Layers.Count));
        double total = errors.Sum(error => error.Typical);
        return [.. noise.Layers
            .Zip(errors, (layer, error) => new LayerSensitivity(layer.Node.Name, layer.Node.OperatorType, total > 0 ? error.Typical / total : 0, error.Decibels))
            .OrderByDescending(layer => layer.ErrorShare).ThenBy(layer => layer.NodeName, StringComparer.Ordinal)];
    }

    /// <summary>A tenth of so many calibration rows, spread over those at hand.</summary>
    public static TensorValue[][] Rows(TensorValue[][] rows, long calibrated) =>
        SpreadRows.Take(rows, (int)Math.Min(rows.Length, Math.Max(FewestRows, calibrated / RowDivisor)));
}
