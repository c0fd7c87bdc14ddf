using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Calibrates an FP32 model on rows of data and writes its INT8 form.</summary>
internal static class PostTrainingQuantizer
{
    private const string NotCompared = "Its outputs were not compared: quantize with it as Target, or evaluate the file where it runs.";

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows, each the values of all model inputs; enumerated once, lazily, and with a saved table only as far as the report needs.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row and step.</param>
    public static QuantizationResult Run(string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress) =>
        Run(modelFile, rows, options, progress, OnnxModel.DefaultInlineLimit);

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row and step.</param>
    /// <param name="inlineLimit">From how many bytes of weights on a model is kept on disk; tests make it small.</param>
    internal static QuantizationResult Run(string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress, long inlineLimit)
    {
        var others = options.AlsoFor.Select(options.For).ToArray();
        using var model = ObservedModel.Create(modelFile, rows, [options], progress, others, inlineLimit);
        if (options.DynamicActivations)
        {
            return DynamicQuantizer.Run(model, options, progress);
        }

        var result = model.Calibrate(options, progress).Write();
        try
        {
            TargetModel[] made = [.. others.Select(other => Make(model, other, progress))];
            return made.Length == 0 ? result : result with { Others = made, Report = Report(result.Report, made) };
        }
        catch
        {
            result.Model.Dispose();
            throw;
        }
    }

    private static TargetModel Make(ObservedModel model, QuantizationOptions options, IQuantizationProgress progress)
    {
        var written = model.Calibrate(options, progress).Write();
        return new TargetModel(options.Target, written.Plan, written.Model);
    }

    private static Lazy<QuantizationReport> Report(Lazy<QuantizationReport> report, TargetModel[] others) => new(
        () => report.Value.With(others.Select(other => TargetReports.Create(other.Target.Definition, other.Model, other.Plan, NotCompared))), LazyThreadSafetyMode.PublicationOnly);
}
