using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// What a target does with an operator of the ONNX standard. Placement, costs, plans, barriers and the check of what was fused read it here; what the
/// standard itself says of an operator is not repeated in it.
/// </summary>
/// <param name="OperatorType">The operator.</param>
/// <param name="Role">What it does in INT8; <see cref="NodeRole.Float"/> where it stays in FP32.</param>
internal sealed record OperatorRule(string OperatorType, NodeRole Role)
{
    /// <summary>For <see cref="ActivationInputs"/>: all inputs.</summary>
    public const int AllInputs = int.MaxValue;

    /// <summary>How many of the first inputs are activations, the others being weights, shapes or settings.</summary>
    public int ActivationInputs { get; init; } = 1;

    /// <summary>How many outputs it may have in INT8.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Why it stays in FP32 where it has more outputs.</summary>
    public string WhyNoMoreOutputs { get; init; } = "its INT8 kernel gives its first output only";

    /// <summary>Why a node stays in FP32 for its attributes, as the end of a sentence about it; <see langword="null"/> where nothing keeps it from INT8.</summary>
    public Func<NodeProto, string?> Obstacle { get; init; } = _ => null;

    /// <summary>Why it stays in FP32 where <see cref="Role"/> says so, as the end of a sentence about the node.</summary>
    public string WhyFloat { get; init; } = "no gain from INT8 is known for this operator";

    /// <summary>Whether its weights have one scale whatever the options say.</summary>
    public bool HasOneScale { get; init; }

    /// <summary>Whether it takes over a Relu or Clip behind it.</summary>
    public bool TakesActivation { get; init; }

    /// <summary>Whether one activation that an INT8 node makes is enough for it to run in INT8 between others: the rest is brought to INT8 for it.</summary>
    public bool QuantizesInputs { get; init; }

    /// <summary>Whether its inputs had better have the scale of its output, which rounds their values once instead of twice.</summary>
    public bool SharesScale { get; init; }

    /// <summary>The range of its output whatever was observed of it; <see langword="null"/> for the observed one.</summary>
    public (float Low, float High)? OutputRange { get; init; }

    /// <summary>What it costs less in INT8 than in FP32, in nanoseconds for one row on one thread, conversions aside.</summary>
    public Func<NodeWork, double> Gain { get; init; } = _ => 0;

    /// <summary>The nodes that the target runs it as in INT8.</summary>
    public IReadOnlyList<string> Kernels { get; init; } = [];

    /// <summary>Whether the target runs it in INT8 of its own accord where a plan has it in FP32 between INT8 nodes.</summary>
    public bool FusesUnasked { get; init; }

    /// <summary>Whether the target moves conversions to and from INT8 past it, or drops it in front of them.</summary>
    public bool LetsConversionsPass { get; init; }
}
