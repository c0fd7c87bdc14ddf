using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization;

/// <summary>Calibrates an FP32 model on rows of data and writes its INT8 form.</summary>
internal static class PostTrainingQuantizer
{
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
        using var source = OnnxModelReader.Load(modelFile, inlineLimit);
        if (QuantizationDetector.Describe(source.Proto) is { } found)
        {
            throw new NotSupportedException($"Model '{modelFile}' is already quantized ({found}). Give the FP32 model it was made from, or score it as it is with ApplyOnnxModel.");
        }

        string hash = ModelHash.Of(source);
        options.CalibrationTable?.EnsureMadeFrom(modelFile, hash);
        using var prepared = ModelPreparer.Prepare(source);
        var plan = CpuPlacement.Plan(prepared.Graph, options, options.OnlyWhereFaster ? TypicalShapes.Of(prepared) : null);
        var (table, samples) = Calibrate(prepared, plan, hash, rows, options, progress);
        var written = plan.IsEmpty ? source.With(source.Proto.Clone()) : Write(prepared, plan, table, options);
        ModelProvenance.Write(written.Proto, Provenance.Records(options, table));
        var quantized = DetachedModel.Of(written);
        if (prepared.DataFolder != null)
        {
            // Arrays of gigabytes are no longer in use, and would stay with the process until it needs as much again.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        progress.Message($"{plan.Nodes.Count(node => node.IsQuantized)} of {plan.Nodes.Count} nodes run in INT8, {plan.ObservedTensors.Count()} activation tensors {(options.CalibrationTable == null ? "calibrated" : "take their range from the calibration table")}.");
        if (plan.IsEmpty)
        {
            progress.Warning($"Model '{modelFile}' has no node that can run in INT8 and is returned as it is. {plan.FirstReason}");
        }

        var evidence = new Evidence(new FloatModel(source, hash), quantized, plan, table, samples.ToArray());
        return new QuantizationResult(quantized, table, new Lazy<QuantizationReport>(() => ReportBuilder.Build(evidence), LazyThreadSafetyMode.PublicationOnly));
    }

    private static (CalibrationTable Table, ReportSamples Samples) Calibrate(
        OnnxModel prepared, QuantizationPlan plan, string modelHash, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
    {
        string[] tensors = [.. plan.ObservedTensors];
        KeyValuePair<string, bool>[] means = options.BiasCorrection ? [.. BiasCorrections.NeededMeans(prepared.Graph, plan)] : [];
        if (options.CalibrationTable is { } table)
        {
            SavedCalibration.EnsureComplete(table, tensors, means.Select(mean => mean.Key));
            return (table, ReportSamples.Of(rows));
        }

        using var feed = new CalibrationFeed(rows, progress);
        return (new Calibrator(prepared, tensors, means).Run(feed, modelHash, options), feed.Samples);
    }

    private static OnnxModel Write(OnnxModel prepared, QuantizationPlan plan, CalibrationTable table, QuantizationOptions options)
    {
        var settings = new QdqSettings
        {
            Activations = table.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Parameters, StringComparer.Ordinal),
            PerChannel = options.PerChannel,
            ReduceRange = options.ReduceRange,
            AvoidSaturation = options.AvoidSaturation,
        };
        if (options.BiasCorrection)
        {
            settings = settings with { BiasCorrections = BiasCorrections.Of(prepared, plan, table.ChannelMeans, settings) };
        }

        return QdqRewriter.Rewrite(prepared, plan, settings);
    }
}
