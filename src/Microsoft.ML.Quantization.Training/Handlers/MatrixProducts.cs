using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Products of matrices and of tensors that hold matrices.</summary>
internal static class MatrixProducts
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Einsum", call => einsum(call.Node.Text("equation", ""), Operands.Aligned(call)) },
        { "Gemm", Gemm },
        { "MatMul", MatMul },
    };

    private static Tensor MatMul(OperatorCall call)
    {
        var operands = Operands.Aligned(call);
        return operands.Length == 2 ? CheckedProduct.Multiply(call, operands[0], operands[1]) : throw call.NotSupported($"{operands.Length} inputs");
    }

    private static Tensor Gemm(OperatorCall call)
    {
        var left = call.Node.Integer("transA", 0) != 0 ? call[0].t() : call[0];
        var right = call.Node.Integer("transB", 0) != 0 ? call[1].t() : call[1];
        var product = Scaled(CheckedProduct.Multiply(call, left, right), call.Node.Real("alpha", 1));
        float beta = call.Node.Real("beta", 1);
        return beta != 0 && call.Optional(2) is { } added ? product.Plus(Scaled(added, beta)) : product;
    }

    private static Tensor Scaled(Tensor value, float factor) => factor == 1 ? value : value * Scalars.Get(factor);
}
