namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What conversions between FP32 and INT8 cost, in nanoseconds.</summary>
/// <param name="Node">What starting the nodes takes that a conversion brings.</param>
/// <param name="ImageValue">A value of an image, the change of layout included.</param>
/// <param name="Value">A value of anything else.</param>
internal sealed record ConversionCosts(double Node, double ImageValue, double Value)
{
    public static ConversionCosts X86 { get; } = new(3 * CpuGains.NodeOverhead, 0.6, 0.3);
}
