using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Elementwise arithmetic of several tensors, with NumPy's broadcasting.</summary>
internal static class Arithmetic
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Add", Operands.Pair(TensorSums.Plus) },
        { "Sub", Operands.Pair((left, right) => left - right) },
        { "Mul", Operands.Pair((left, right) => left * right) },
        { "Div", Operands.Pair(Div) },
        { "Pow", Operands.Pair((power, exponent) => power.pow(exponent).to(power.dtype)) },
        { "Mod", Mod },
        { "Min", Operands.Many(minimum) },
        { "Max", Operands.Many(maximum) },
        { "Sum", Operands.Many(TensorSums.Plus) },
        { "Mean", call => Operands.Aligned(call).Aggregate(TensorSums.Plus) / Scalars.Get(call.Count) },
    };

    // Integers are divided as C does, towards zero.
    private static Tensor Div(Tensor left, Tensor right) => left.is_floating_point() ? left / right : left.div(right, RoundingMode.trunc);

    private static Tensor Mod(OperatorCall call)
    {
        var operands = Operands.Aligned(call);
        return call.Node.Integer("fmod", 0) != 0 ? operands[0].fmod(operands[1]) : operands[0].remainder(operands[1]);
    }
}
