using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// All that training knows of how a model is quantized: the FP32 model whose weights it changes, what is rounded in it and by which scales at first,
/// and how to write what it made of them.
/// </summary>
internal sealed class ModelForTraining
{
    private readonly CalibratedModel _calibrated;
    private readonly QuantizationOptions _options;
    private readonly PlannedGraph _planned;
    private readonly Dictionary<string, string> _rangeOf;

    /// <param name="calibrated">The model as it would be written without training.</param>
    /// <param name="options">The options that asked for it.</param>
    public ModelForTraining(CalibratedModel calibrated, QuantizationOptions options)
    {
        (_calibrated, _options) = (calibrated, options);
        Model = WeightEdits.Apply(BiasEdits.Apply(calibrated.Prepared, calibrated.Corrections()), calibrated.Settings.RoundedWeights);
        SharedVectors.Separate(Model);
        RoundedTables.Apply(Model, calibrated.Plan);
        _planned = new PlannedGraph(new GraphIndex(Model.Graph), calibrated.Plan);
        _rangeOf = calibrated.Plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        Activations = calibrated.Plan.ObservedTensors.ToDictionary(name => name, name => calibrated.Settings.Activations[name], StringComparer.Ordinal);
        Weights = [.. Model.Graph.Node.Where(node => _planned.PlanOf(node).Role is NodeRole.Convolution or NodeRole.Linear).Select(Start)];
        Tables = ReadTables();
    }

    /// <summary>The FP32 model that is trained: biases corrected, weights nearest to the integers that they were rounded to, tables that keep their values rounded.</summary>
    public OnnxModel Model { get; }

    /// <summary>Where the scales of activations start, by the tensor that was observed.</summary>
    public IReadOnlyDictionary<string, QuantizationParameters> Activations { get; }

    /// <summary>The nodes with INT8 weights, in the graph's order.</summary>
    public IReadOnlyList<WeightsForTraining> Weights { get; }

    /// <summary>The nodes that look values up in INT8 weights of another node, each with the name of that node.</summary>
    public IReadOnlyDictionary<string, string> Tables { get; }

    /// <summary>How the model is quantized, and from what: a training that is gone on with must have the same.</summary>
    public string Description => string.Join(';', Provenance.Records(_options, _calibrated.Table).Select(record => $"{record.Key}={record.Value}"));

    /// <summary>Whether a node is part of the one before it, which rounds what comes out.</summary>
    public bool IsFolded(NodeProto node) => _planned.IsFolded(node);

    /// <summary>Whether all who read a tensor get it rounded.</summary>
    public bool IsMadeInInt8(string tensor) => _planned.Values.IsMadeInInt8(tensor);

    /// <summary>Whether a node gets an input rounded.</summary>
    public bool IsRounded(NodeProto node, int input) => _planned.Values.IsRounded(new TensorUse(node, input));

    /// <summary>The tensor by whose range a tensor is rounded.</summary>
    public string RangeOf(string tensor) => _rangeOf[tensor];

    /// <summary>Writes the INT8 model of what training made.</summary>
    /// <param name="trained"><see cref="Model"/> with the weights that were learned.</param>
    /// <param name="ranges">The ranges that activations have come to, by the tensor that was observed; others keep theirs.</param>
    /// <param name="weightScales">The scales that were learned, by node; others come from the weights.</param>
    /// <param name="training">How it was trained, for the record in the model.</param>
    public QuantizationResult Write(
        OnnxModel trained, IReadOnlyDictionary<string, (float Low, float High)> ranges, IReadOnlyDictionary<string, float[]> weightScales, string training)
    {
        var table = _calibrated.Table.With(tensor => ranges.TryGetValue(tensor.Name, out var range) ? Trained(tensor, range) : tensor);
        var settings = _calibrated.Settings with { Activations = CalibratedModel.Parameters(table, _calibrated.Settings.Target.Numbers), WeightScales = weightScales, RoundedWeights = new Dictionary<string, QuantizedWeights>() };
        var records = Provenance.Records(_options, table).Append(KeyValuePair.Create(ModelProvenance.Training, training));
        return _calibrated.Write(trained, table, settings, records);
    }

    private static CalibratedTensor Trained(CalibratedTensor tensor, (float Low, float High) range)
    {
        string reason = FormattableString.Invariant($"Training changed the calibrated range of {tensor.Low:G4} to {tensor.High:G4} into {range.Low:G4} to {range.High:G4}.");
        return tensor.WithRange(range.Low, range.High, reason);
    }

    private WeightsForTraining Start(NodeProto node)
    {
        var settings = _calibrated.Settings;
        var source = NodeWeights.Read(node, _planned.Index, Model, settings);
        var quantized = QuantizedNodeWeights.Quantize(source, settings.Activations[_rangeOf[node.Input[0]]], settings);
        var (lowest, highest) = ScaleCalculator.Levels(QuantizedType.Int8, symmetric: true, settings.ReduceRange);
        return new WeightsForTraining(node, quantized.Scales, source.OutputAxis)
        {
            Lowest = lowest,
            Highest = highest,
            IsPerChannel = source.PerChannel,
            LargestPair = source.Layout.IsDepthwise ? null : settings.Target.Numbers.LargestPair,
            HasIntegerBias = settings.Target.Numbers.HasIntegerBiases,
        };
    }

    private Dictionary<string, string> ReadTables()
    {
        var tables = GatheredTable.Find(_planned.Index).Where(table => table.Others.Count > 0);
        return tables
            .SelectMany(table => table.Readers.Where(reader => _planned.PlanOf(reader).Role == NodeRole.Table).Select(reader => (reader.Name, Weights: table.Others[0].Node.Name)))
            .ToDictionary(each => each.Name, each => each.Weights, StringComparer.Ordinal);
    }
}
