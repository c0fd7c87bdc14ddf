using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>How an ONNX operator is written.</summary>
/// <param name="Write">Emits what computes a node's outputs and gives those tensors: the first output, or all of them.</param>
internal sealed record LiteRtForm(Func<NodeConversion, LiteRtTensor[]> Write)
{
    /// <param name="write">Emits what computes a node's first output and gives that tensor.</param>
    public LiteRtForm(Func<NodeConversion, LiteRtTensor> write)
        : this(node => [write(node)])
    {
    }

    /// <summary>Whether it gives all outputs, or the first alone.</summary>
    public bool GivesAllOutputs { get; init; }

    /// <summary>Whether it computes in FP32 wherever it stands.</summary>
    public bool IsFloat { get; private init; }

    /// <summary>Whether a node that stands between INT8 values computes on them; otherwise it computes in FP32.</summary>
    public Func<NodeConversion, bool> TakesIntegers { get; init; } = _ => true;

    /// <summary>The same in FP32 alone.</summary>
    public LiteRtForm InFloat() => this with { IsFloat = true };
}
