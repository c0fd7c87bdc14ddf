using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What a quantized model's author might want to know.</summary>
internal static class QuantizationFindings
{
    /// <param name="index">The graph of the file.</param>
    /// <param name="model">The file.</param>
    /// <param name="optimized">What ONNX Runtime makes of it on this machine; <see langword="null"/> where it does not open it.</param>
    public static IEnumerable<string> Find(GraphIndex index, ModelProto model, GraphProto? optimized)
    {
        var tensors = QuantizedTensor.Find(index.Graph);
        if (model.MetadataProps.Any(entry => entry.Key.StartsWith("Microsoft.ML.Quantization", StringComparison.Ordinal)))
        {
            yield return "Made by this library; its metadata say how.";
        }

        bool isSigned = tensors.Any(tensor => !tensor.IsConstant && tensor.Type == (int)DataType.Int8);
        if (isSigned && tensors.Any(tensor => !tensor.IsConstant && tensor.Type == (int)DataType.Int8 && Kernel.IsInteger(tensor.Reader.OpType)))
        {
            yield return "Integer operators take INT8 activations: right for ARM64; on x86 without AVX-VNNI-INT8 their kernels for UINT8 activations are many times faster.";
        }
        else if (isSigned)
        {
            yield return "Activations are INT8: right for ARM64; on x86 ONNX Runtime takes them as UINT8 where one node alone reads them, and leaves layers in FP32 where several do.";
        }

        if (tensors.Any(tensor => !tensor.IsConstant && tensor.Type is (int)DataType.Int16 or (int)DataType.Uint16))
        {
            yield return "Activations of 16 bits have no kernels on CPUs: what reads them runs in FP32, and conversions come on top.";
        }

        var weights = tensors.Where(tensor => tensor.IsConstant && Channels(tensor, index) > 1).ToList();
        int perTensor = weights.Count(tensor => tensor.Scales == 1);
        if (perTensor > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{perTensor:N0} of {weights.Count:N0} weights have one scale for all channels. A scale a channel is more exact and costs next to no time.");
        }

        if (QuantizedTensorKinds.Dynamic(index.Graph) is > 0 and var dynamic)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{dynamic:N0} {(dynamic == 1 ? "activation is" : "activations are")} quantized when the model runs: no calibration was needed, and every run pays for finding their ranges.");
        }

        int anew = optimized == null ? 0 : DequantizedAnew(optimized);
        if (anew > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{anew:N0} {(anew == 1 ? "weight is" : "weights are")} dequantized anew in every run on this {RuntimeInformation.ProcessArchitecture} machine, as what reads them runs in FP32. That costs more time than FP32 weights.");
        }
    }

    private static int DequantizedAnew(GraphProto optimized)
    {
        var index = new GraphIndex(optimized);
        return optimized.Node.Count(node => node.OpType == "DequantizeLinear" && index.Initializer(node.Input[0]) is { Dims.Count: > 1 });
    }

    /// <summary>The output channels of a layer's weights; 0 for what is no layer's, or where they are not known.</summary>
    private static long Channels(QuantizedTensor tensor, GraphIndex index)
    {
        var values = ConstantValue.Find(tensor.Name, index)!.Tensor;
        var (reader, place) = tensor.Reader.OpType == "DequantizeLinear"
            ? index.Consumers(tensor.Reader.Output[0]) is [var use, ..] ? (use.Node, use.InputIndex) : (tensor.Reader, 0)
            : (tensor.Reader, tensor.Reader.OpType is "QLinearConv" or "QGemm" or "QLinearMatMul" ? 1 : -1);
        return values.Dims.Count < 2 || place != 1 ? 0 : reader.OpType switch
        {
            "Conv" or "QLinearConv" => values.Dims[0],
            "MatMul" or "QLinearMatMul" => values.Dims[^1],
            "Gemm" or "QGemm" => values.Dims[reader.Integer("transB", 0) != 0 ? 0 : 1],
            "ConvTranspose" => values.Dims[1] * reader.Integer("group", 1),
            _ => 0,
        };
    }
}
