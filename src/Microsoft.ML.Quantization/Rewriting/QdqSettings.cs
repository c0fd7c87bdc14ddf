using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>The numbers with which a plan is written.</summary>
internal sealed record QdqSettings
{
    /// <summary>Whom it is written for.</summary>
    public required TargetDefinition Target { get; init; }

    /// <summary>Scale and zero point of every tensor that others take their range from, by name.</summary>
    public required IReadOnlyDictionary<string, QuantizationParameters> Activations { get; init; }

    public bool PerChannel { get; init; } = true;

    public bool ReduceRange { get; init; }

    /// <summary>Scales of weights that training has learned, by node name; other weights take theirs from the largest weight.</summary>
    public IReadOnlyDictionary<string, float[]> WeightScales { get; init; } = new Dictionary<string, float[]>();

    /// <summary>Weights that were rounded otherwise than to nearest, by node name.</summary>
    public IReadOnlyDictionary<string, QuantizedWeights> RoundedWeights { get; init; } = new Dictionary<string, QuantizedWeights>();

    /// <summary>What to add to the bias of a node, one value an output channel, by node name.</summary>
    public IReadOnlyDictionary<string, float[]> BiasCorrections { get; init; } = new Dictionary<string, float[]>();
}
