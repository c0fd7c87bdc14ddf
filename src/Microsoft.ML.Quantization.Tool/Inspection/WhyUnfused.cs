using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Why ONNX Runtime's CPU provider leaves a node in FP32 that stands between quantized tensors: its conditions, the first that is not met.</summary>
internal static class WhyUnfused
{
    private const int Unsigned = (int)DataType.Uint8;
    private const int Signed = (int)DataType.Int8;

    private static readonly HashSet<string> Layers = new(["Conv", "Gemm", "MatMul"], StringComparer.Ordinal);

    /// <summary>Operators with kernels for 8-bit integers.</summary>
    private static readonly HashSet<string> Fusable = new(
        [.. Layers, "Add", "Mul", "AveragePool", "GlobalAveragePool", "Sigmoid", "LeakyRelu", "Softmax", "Concat", "Where"], StringComparer.Ordinal);

    /// <summary>Operators that pass 8-bit integers on, where the scale stays the same.</summary>
    private static readonly HashSet<string> Passing = new(
        ["MaxPool", "ReduceMax", "ReduceMin", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Gather", "GatherElements", "Expand", "Tile", "DepthToSpace", "Resize", "Split"], StringComparer.Ordinal);

    private static bool IsX86 => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    public static string Explain(NodeProto node, GraphIndex index)
    {
        if (!Fusable.Contains(node.OpType) && !Passing.Contains(node.OpType))
        {
            return "ONNX Runtime has no INT8 kernel for it on CPUs";
        }

        return Inputs(node, index) ?? Scales(node, index) ?? Types(node, index) ?? Output(node, index)
            ?? (node.OpType is "Conv" or "Gemm" && node.Input.Count > 2 && index.Producer(node.Input[2])?.OpType == "DequantizeLinear"
                ? "its bias may not be at the product of the scales of input and weights, or other constants do not have the form that the kernel takes"
                : "its weights, bias or zero points do not have the form that the kernel takes");
    }

    private static IEnumerable<string> Read(NodeProto node) => Layers.Contains(node.OpType) ? node.Input.Take(2) : Passing.Contains(node.OpType) ? node.Input.Take(1) : node.Input;

    private static NodeProto[] Dequantized(NodeProto node, GraphIndex index) => [.. Read(node).Select(index.Producer).OfType<NodeProto>().Where(maker => maker.OpType == "DequantizeLinear")];

    private static string? Inputs(NodeProto node, GraphIndex index) =>
        Read(node).FirstOrDefault(input => input.Length > 0 && index.Producer(input)?.OpType != "DequantizeLinear") is { } plain
            ? $"its {(Layers.Contains(node.OpType) && plain == node.Input[1] && index.Initializer(plain) != null ? "weights" : "input")} '{plain}' {(Layers.Contains(node.OpType) && plain == node.Input[1] && index.Initializer(plain) != null ? "are" : "is")} not quantized"
            : null;

    private static string? Scales(NodeProto node, GraphIndex index)
    {
        foreach (var pair in Dequantized(node, index).Concat(Quantizers(node, index)))
        {
            bool isWeight = ConstantValue.Find(pair.Input[0], index) != null;
            if (ConstantValue.Find(pair.Input[1], index) == null || (pair.Input.Count > 2 && pair.Input[2].Length > 0 && ConstantValue.Find(pair.Input[2], index) == null))
            {
                return $"the scale or zero point of '{pair.Input[0]}' is computed, where a constant is needed";
            }

            if (pair.Input.Count < 3 || pair.Input[2].Length == 0)
            {
                return $"'{pair.Input[0]}' has no zero point, which the kernel takes even where it is 0";
            }

            if (!isWeight && QuantizedTensor.ScalesOf(pair.Input[1], index) > 1)
            {
                return $"'{pair.Input[0]}' is no constant and has a scale a channel, where one scale is needed";
            }
        }

        return null;
    }

    private static string? Types(NodeProto node, GraphIndex index)
    {
        var inputs = Dequantized(node, index);
        int?[] types = [.. inputs.Select(each => QuantizedTensor.TypeOf(each, index))];
        if (types.FirstOrDefault(type => type is not (Unsigned or Signed)) is { } other)
        {
            return $"{ElementTypes.Name(other).ToUpperInvariant()} has no kernel on CPUs";
        }

        int?[] taken = [.. inputs.Select(each => TakenAs(each, each.Input[0], index))];
        if (Layers.Contains(node.OpType))
        {
            return (types[0], types[1]) switch
            {
                (Signed, Unsigned) => "INT8 activations with UINT8 weights have no kernel",
                _ when taken[0] == Signed && IsX86 => "its input is INT8, which x86 kernels do not take, and is not read by this node alone, which would let ONNX Runtime make it UINT8",
                _ => null,
            };
        }

        return taken.Distinct().Count() <= 1 ? null
            : types.Distinct().Count() > 1 ? "its inputs are of two types"
            : "its inputs are INT8, of which x86 takes those with one reader as UINT8 and leaves the others";
    }

    private static string? Output(NodeProto node, GraphIndex index)
    {
        string output = node.Output[0];
        var readers = index.Consumers(output).Select(use => use.Node).ToList();
        bool needsNone = node.OpType is "Gemm" or "MatMul";
        var activation = readers is [{ OpType: "Relu" or "Clip" } only] ? only : null;
        if (activation != null)
        {
            (output, readers) = (activation.Output[0], [.. index.Consumers(activation.Output[0]).Select(use => use.Node)]);
            if (readers is not [{ OpType: "QuantizeLinear" }] || index.IsOutput(output))
            {
                return $"the {activation.OpType} behind it is read in FP32, and both become one node in FP32";
            }
        }

        if (index.IsOutput(output))
        {
            return needsNone ? null : "its output is an output of the model and not quantized";
        }

        if (readers.Count == 0 || readers.Exists(reader => reader.OpType != "QuantizeLinear"))
        {
            return needsNone && readers.TrueForAll(reader => reader.OpType != "QuantizeLinear") ? null
                : $"its output is read by {string.Join(", ", readers.Select(reader => reader.OpType).Distinct())}, where only a QuantizeLinear may read it";
        }

        if (readers.Count > 1)
        {
            return "several QuantizeLinear read its output, where only one may";
        }

        var input = Dequantized(node, index)[0];
        if (QuantizedTensor.TypeOf(input, index) != QuantizedTensor.TypeOf(readers[0], index))
        {
            return "its input and its output are of two types";
        }

        if (TakenAs(input, input.Input[0], index) != TakenAs(readers[0], readers[0].Output[0], index))
        {
            return "its input and its output are INT8, and x86 takes as UINT8 only the one that a single node reads";
        }

        return activation != null ? $"the {activation.OpType} behind it is no part of it: its quantized range does not end where the {activation.OpType} does"
            : Passing.Contains(node.OpType) && !SameScale(input, readers[0], index) ? "its input and its output have different scales, and it has no kernel that converts" : null;
    }

    /// <summary>The type that kernels see: on x86 an INT8 activation that one node alone reads becomes UINT8.</summary>
    private static int? TakenAs(NodeProto conversion, string quantized, GraphIndex index)
    {
        int? type = QuantizedTensor.TypeOf(conversion, index);
        return type == Signed && IsX86 && index.Producer(quantized)?.OpType == "QuantizeLinear" && !index.IsOutput(quantized)
            && index.Consumers(quantized).Sum(use => index.Consumers(use.Node.Output[0]).Count) == 1 ? Unsigned : type;
    }

    private static NodeProto[] Quantizers(NodeProto node, GraphIndex index) => [.. node.Output.SelectMany(index.Consumers).Select(use => use.Node).Where(reader => reader.OpType == "QuantizeLinear")];

    private static bool SameScale(NodeProto before, NodeProto after, GraphIndex index) => Enumerable.Range(1, 2).All(i =>
        ConstantValue.Find(before.Input[i], index)?.Tensor is { } first && ConstantValue.Find(after.Input[i], index)?.Tensor is { } second && first.RawData.Equals(second.RawData)
        && first.FloatData.Equals(second.FloatData) && first.Int32Data.Equals(second.Int32Data));
}
