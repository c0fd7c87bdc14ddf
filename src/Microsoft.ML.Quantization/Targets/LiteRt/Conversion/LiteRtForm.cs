using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>How an ONNX operator is written.</summary>
/// <param name="Write">Emits what computes a node's first output and gives that tensor.</param>
internal sealed record LiteRtForm(Func<NodeConversion, LiteRtTensor> Write)
{
    /// <summary>Whether a node that stands between INT8 values computes on them; otherwise it computes in FP32.</summary>
    public Func<NodeConversion, bool> TakesIntegers { get; init; } = _ => true;

    /// <summary>The same in FP32 alone.</summary>
    public LiteRtForm InFloat() => this with { TakesIntegers = _ => false };
}
