using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;

/// <summary>
/// What operators gain in INT8 in WebAssembly, in nanoseconds for one row on one thread: fits to the benchmark <c>web-costs</c>, onnxruntime-web 1.30 in Node.js 20. INT8 sums are
/// made two and a half times as fast as FP32's there, but each value that is made, and each change to INT8, costs several times more than on CPUs by themselves.
/// </summary>
internal static class WebGains
{
    private const double FloatMultiplyAdd = 0.06;
    private const double IntegerMultiplyAdd = 0.022;
    private const double IntegerValue = 1.7;
    private const double NodeOverhead = 800;
    private const double CachedWeights = 256 * 1024;
    private const double ReadIntegerWeight = 0.2;
    private const double ReadCachedIntegerWeight = 0.1;

    public static ConversionCosts Conversions { get; } = new(3000, 0.6, 0.4);

    public static double Convolution(NodeWork work) => new WebConvolution(work.Node, work.Graph.Initializer(work.Node.Input[1])!, work.Outputs).Gain;

    /// <summary>INT8 weights are laid out anew in every run, so that a layer over one row loses whatever its size.</summary>
    public static double Linear(NodeWork work)
    {
        var dims = work.Graph.Initializer(work.Node.Input[1])!.Dims;
        double weights = dims[0] * dims[1];
        double rows = work.Outputs / dims[WeightedNodes.OutputAxis(work.Node)];
        double read = weights > CachedWeights ? ReadIntegerWeight : ReadCachedIntegerWeight;
        return (weights * ((rows * (FloatMultiplyAdd - IntegerMultiplyAdd)) - read)) - (rows * (dims[0] + dims[1]) * IntegerValue) - NodeOverhead;
    }
}
