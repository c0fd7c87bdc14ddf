using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Dense layers: products with constant matrices.</summary>
internal static class DenseForms
{
    public static LiteRtTensor Gemm(NodeConversion node)
    {
        return Write(node, node.Node.Integer("transB", 0) != 0, node.Node.Real("alpha", 1), node.Node.Real("beta", 1));
    }

    public static LiteRtTensor MatMul(NodeConversion node) => Write(node, isTransposed: false, 1, 1);

    private static LiteRtTensor Write(NodeConversion node, bool isTransposed, float factor, float biasFactor)
    {
        string name = node.Node.Input[1];
        if (!node.Source.IsConstant(name) && node.Source.ConstantDequantization(name) == null)
        {
            throw node.Refused("a product of two computed tensors has no form");
        }

        var weights = LayerWeights.Read(node);
        if (weights.Shape.Length != 2)
        {
            throw node.Refused($"its weights have {weights.Shape.Length} dimensions, not 2");
        }

        var (outputs, inputs) = isTransposed ? (weights.Shape[0], weights.Shape[1]) : (weights.Shape[1], weights.Shape[0]);
        int[] shape = node.InputShape(0);
        var input = Layout.IsSameOrder(shape) ? node.Input(0) : Moves.Transpose(node, node.Input(0), Layout.ToOnnx);
        if (node.Node.Integer("transA", 0) != 0)
        {
            (input, shape) = (Moves.Transpose(node, input, [1, 0]), [shape[1], shape[0]]);
        }

        bool keeps = shape.Length > 2;
        var kernel = weights.Write([outputs, inputs], 0, place => isTransposed ? place : (place % inputs * outputs) + (place / inputs), .., factor);
        var bias = weights.WriteBias(outputs, .., input, biasFactor);
        int[] plain = node.OutputShape;
        var made = node.Made(plain);
        input = keeps ? Moves.Shape(node, input, shape) : input;
        node.File.Emit(LiteRtCode.FullyConnected, [input, kernel, bias], made, OperatorOptions.FullyConnected(keeps));
        return plain.Length == Layout.ImageRank ? Moves.Transpose(node, made, Layout.FromOnnx) : made;
    }
}
