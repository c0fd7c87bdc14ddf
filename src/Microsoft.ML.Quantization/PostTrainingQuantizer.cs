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
    /// <param name="rows">Calibration rows, each the values of all model inputs; enumerated once, lazily.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row and step.</param>
    public static QuantizationResult Run(string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
    {
        using var source = OnnxModelReader.Load(modelFile);
        if (QuantizationDetector.Describe(source.Proto) is { } found)
        {
            throw new NotSupportedException($"Model '{modelFile}' is already quantized ({found}). Give the FP32 model it was made from, or score it as it is with ApplyOnnxModel.");
        }

        var prepared = ModelPreparer.Prepare(source);
        var plan = CpuPlacement.Plan(prepared.Graph, options, options.OnlyWhereFaster ? TensorShapes.Of(prepared) : null);
        using var feed = new CalibrationFeed(rows, progress);
        var observation = Observe(prepared, plan, feed, options);
        if (observation.Rows == 0)
        {
            throw new InvalidOperationException($"There are no rows to calibrate '{modelFile}' on. Give a sample, a hundred rows or more, of the data that it will score.");
        }

        var table = Calibrate(plan, observation, ModelHash.Of(source), feed, options);
        var quantized = plan.IsEmpty ? source.Proto.Clone() : Write(prepared, plan, observation, table, options);
        ModelProvenance.Write(quantized, Provenance.Records(options, table));
        byte[] bytes = OnnxModelWriter.ToBytes(source.With(quantized));
        progress.Message($"{plan.Nodes.Count(node => node.IsQuantized)} of {plan.Nodes.Count} nodes run in INT8, {table.Tensors.Count} activation tensors calibrated.");
        if (plan.IsEmpty)
        {
            progress.Warning($"Model '{modelFile}' has no node that can run in INT8 and is returned as it is. {plan.FirstReason}");
        }

        var evidence = new Evidence(OnnxModelWriter.ToBytes(source), bytes, plan, observation.Sketches, table, [.. feed.Samples]);
        return new QuantizationResult(bytes, table, new Lazy<QuantizationReport>(() => ReportBuilder.Build(evidence)));
    }

    private static Observation Observe(OnnxModel model, QuantizationPlan plan, CalibrationFeed feed, QuantizationOptions options)
    {
        string[] tensors = [.. plan.ObservedTensors];
        if (tensors.Length == 0)
        {
            return new Observation([], []) { Rows = feed.Read().LongCount() };
        }

        var means = options.BiasCorrection ? BiasCorrections.NeededMeans(model.Graph, plan) : [];
        using var observer = new ActivationObserver(model, tensors, means);
        return observer.Observe(feed.Read(), options.IntraOpThreads ?? Environment.ProcessorCount, options.CancellationToken);
    }

    private static CalibrationTable Calibrate(QuantizationPlan plan, Observation observation, string modelHash, CalibrationFeed feed, QuantizationOptions options)
    {
        string[] names = [.. plan.ObservedTensors];
        Array.ForEach(names, name => NonFinitePolicy.Check(name, observation.Sketches[name]));
        var tensors = new CalibratedTensor[names.Length];
        Parallel.For(
            0,
            names.Length,
            new ParallelOptions { CancellationToken = options.CancellationToken },
            i => tensors[i] = CalibratedTensor.Create(names[i], observation.Sketches[names[i]], options.Calibration, options.Percentile));
        return new CalibrationTable(tensors, observation.Rows, modelHash, feed.Hash);
    }

    private static ModelProto Write(OnnxModel prepared, QuantizationPlan plan, Observation observation, CalibrationTable table, QuantizationOptions options)
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
            settings = settings with { BiasCorrections = BiasCorrections.Of(prepared.Graph, plan, observation, settings) };
        }

        return QdqRewriter.Rewrite(prepared.Proto, plan, settings);
    }
}
