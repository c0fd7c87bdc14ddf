using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Where the extremes are, and sums along an axis.</summary>
internal static class Sorting
{
    public static readonly HandlerTable Handlers = new()
    {
        { "ArgMax", call => Position(call, argmax) },
        { "ArgMin", call => Position(call, argmin) },
        { "CumSum", CumSum },
    };

    private static Tensor Position(OperatorCall call, Func<Tensor, long, bool, Tensor> find)
    {
        long axis = OperatorCall.Axis(call.Node.Integer("axis", 0), call[0]);
        bool keep = call.Node.Integer("keepdims", 1) != 0;
        return call.Node.Integer("select_last_index", 0) == 0
            ? find(call[0], axis, keep)
            : find(call[0].flip(axis), axis, keep).neg().Plus(Scalars.Get(call[0].shape[axis] - 1));
    }

    private static Tensor CumSum(OperatorCall call)
    {
        long axis = OperatorCall.Axis(call.Integers(1)[0], call[0]);
        bool reverse = call.Node.Integer("reverse", 0) != 0;
        var input = reverse ? call[0].flip(axis) : call[0];
        var sums = input.cumsum(axis, input.dtype);
        if (call.Node.Integer("exclusive", 0) != 0)
        {
            sums = cat([zeros_like(sums.narrow(axis, 0, 1)), sums.narrow(axis, 0, sums.shape[axis] - 1)], axis);
        }

        return reverse ? sums.flip(axis) : sums;
    }
}
