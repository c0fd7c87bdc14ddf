using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization;

/// <summary>An FP32 model with a plan and a range for every tensor that it quantizes: all that is needed to write INT8, or to train for it.</summary>
internal sealed class CalibratedModel : IDisposable
{
    private readonly OnnxModel _source;
    private readonly QuantizationOptions _options;
    private readonly IQuantizationProgress _progress;
    private readonly ReportSamples _samples;

    private CalibratedModel(OnnxModel source, OnnxModel prepared, QuantizationPlan plan, CalibrationTable table, ReportSamples samples, QuantizationOptions options, IQuantizationProgress progress)
    {
        (_source, Prepared, Plan, Table, _samples, _options, _progress) = (source, prepared, plan, table, samples, options, progress);
        Settings = new QdqSettings
        {
            Activations = Parameters(table),
            PerChannel = options.PerChannel,
            ReduceRange = options.ReduceRange,
            AvoidSaturation = options.AvoidSaturation,
        };
    }

    /// <summary>The FP32 model in the form that is quantized.</summary>
    public OnnxModel Prepared { get; }

    public QuantizationPlan Plan { get; }

    public CalibrationTable Table { get; }

    /// <summary>How to write it, biases as they are.</summary>
    public QdqSettings Settings { get; }

    /// <summary>What to add to the biases, by node name; empty where that was not asked for.</summary>
    public Dictionary<string, float[]> Corrections() => _options.BiasCorrection ? BiasCorrections.Of(Prepared, Plan, Table.ChannelMeans, Settings) : [];

    public static Dictionary<string, Numerics.QuantizationParameters> Parameters(CalibrationTable table) =>
        table.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Parameters, StringComparer.Ordinal);

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows; enumerated once, lazily, and with a saved table only as far as the report needs.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of every row and step.</param>
    /// <param name="inlineLimit">From how many bytes of weights on a model is kept on disk.</param>
    public static CalibratedModel Create(
        string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress, long inlineLimit = OnnxModel.DefaultInlineLimit)
    {
        var source = OnnxModelReader.Load(modelFile, inlineLimit);
        OnnxModel? prepared = null;
        try
        {
            if (QuantizationDetector.Describe(source.Proto) is { } found)
            {
                throw new NotSupportedException($"Model '{modelFile}' is already quantized ({found}). Give the FP32 model it was made from, or score it as it is with ApplyOnnxModel.");
            }

            string hash = ModelHash.Of(source);
            options.CalibrationTable?.EnsureMadeFrom(modelFile, hash);
            prepared = ModelPreparer.Prepare(source);
            var plan = CpuPlacement.Plan(prepared.Graph, options, options.OnlyWhereFaster ? TypicalShapes.Of(prepared) : null);
            var (table, samples) = PlannedCalibration.Run(prepared, plan, hash, rows, options, progress);
            return new CalibratedModel(source, prepared, plan, table, samples, options, progress);
        }
        catch
        {
            prepared?.Dispose();
            source.Dispose();
            throw;
        }
    }

    /// <summary>Writes the INT8 model.</summary>
    /// <param name="prepared">The prepared model, its weights as they are or as training left them.</param>
    /// <param name="table">The ranges.</param>
    /// <param name="settings">How to write it.</param>
    /// <param name="records">What made it.</param>
    public QuantizationResult Write(OnnxModel prepared, CalibrationTable table, QdqSettings settings, IEnumerable<KeyValuePair<string, string>> records)
    {
        var facts = GraphFacts.Of(prepared, Plan, settings);
        var quantized = Detached(prepared, settings, records);
        if (prepared.DataFolder != null)
        {
            // Arrays of gigabytes are no longer in use, and would stay with the process until it needs as much again.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        Report();
        var evidence = new Evidence(new FloatModel(_source, Table.ModelHash), quantized, Plan, table, _samples.ToArray()) { Facts = facts };
        return new QuantizationResult(quantized, table, new Lazy<QuantizationReport>(() => ReportBuilder.Build(evidence), LazyThreadSafetyMode.PublicationOnly));
    }

    public void Dispose()
    {
        Prepared.Dispose();
        _source.Dispose();
    }

    /// <summary>In a method of its own, so that nothing refers to what it read and wrote when memory is given back.</summary>
    private OnnxModel Detached(OnnxModel prepared, QdqSettings settings, IEnumerable<KeyValuePair<string, string>> records)
    {
        var written = Plan.IsEmpty ? _source.With(_source.Proto.Clone()) : QdqRewriter.Rewrite(prepared, Plan, settings);
        ModelProvenance.Write(written.Proto, records);
        return DetachedModel.Of(written);
    }

    private void Report()
    {
        _progress.Message($"{Plan.Nodes.Count(node => node.IsQuantized)} of {Plan.Nodes.Count} nodes run in INT8, {Plan.ObservedTensors.Count()} activation tensors {(_options.CalibrationTable == null ? "calibrated" : "take their range from the calibration table")}.");
        if (Plan.IsEmpty)
        {
            _progress.Warning($"Model '{_source.SourcePath}' has no node that can run in INT8 and is returned as it is. {Plan.FirstReason}");
        }
    }
}
