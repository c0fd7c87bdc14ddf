using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The numbers of an INT8 model between two passes. A pass returns a changed copy.</summary>
/// <param name="Prepared">The FP32 model, in the form that is quantized; a pass that changes weights returns a <see cref="OnnxModel.View"/> of a clone.</param>
/// <param name="Plan">What runs in INT8.</param>
/// <param name="Table">Ranges and channel means, in the units of <see cref="Prepared"/>. What a pass decides goes in here too, to be saved.</param>
/// <param name="Options">The options.</param>
internal sealed record RecipeDraft(OnnxModel Prepared, QuantizationPlan Plan, CalibrationTable Table, QuantizationOptions Options)
{
    /// <summary>
    /// What was observed of the model as it was before any pass. <see langword="null"/> with a table that was saved, whose ranges, means and
    /// decisions are those of the finished model: a pass then only repeats what the table says it did.
    /// </summary>
    public ActivationStatistics? Statistics { get; init; }

    /// <summary>The channels of the model as it was before any pass.</summary>
    public required ModelChannels Channels { get; init; }

    /// <summary>The units that the channels of <see cref="Prepared"/> have, where none are to be chosen.</summary>
    public IReadOnlyList<EqualizedTensor>? Units { get; init; }

    /// <summary>Integers and scales of weights that a pass has rounded, by node name; others are rounded to nearest.</summary>
    public IReadOnlyDictionary<string, QuantizedWeights> Weights { get; init; } = new Dictionary<string, QuantizedWeights>();

    /// <summary>By how many decibels the error that rounding makes of a node's weights fell at its output, by node name.</summary>
    public IReadOnlyDictionary<string, double> RoundingGains { get; init; } = new Dictionary<string, double>();

    /// <summary>These numbers, before any step, for steps that were judged on fewer rows: units of channels stay, and integers of weights whose scales do.</summary>
    /// <param name="judged">What the steps made of those.</param>
    /// <param name="all">What was observed of all rows.</param>
    public RecipeDraft Refitting(RecipeDraft judged, ActivationStatistics? all) =>
        this with { Statistics = all, Prepared = judged.Prepared, Units = judged.Table.Equalization, Weights = judged.Weights, RoundingGains = judged.RoundingGains };

    /// <summary>How the model would be written now, biases as they are.</summary>
    public QdqSettings Settings
    {
        get
        {
            var target = Options.Target.Definition;
            return new QdqSettings
            {
                Target = target,
                Activations = CalibratedModel.Parameters(Table, target.Numbers),
                PerChannel = Options.PerChannel,
                ReduceRange = Options.ReduceRange || target.Numbers.HasReducedWeights,
                RoundedWeights = Weights,
            };
        }
    }
}
