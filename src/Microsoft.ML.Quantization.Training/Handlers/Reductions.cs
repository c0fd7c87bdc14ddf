using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Sums, means, extremes and norms over some axes.</summary>
internal static class Reductions
{
    public static readonly HandlerTable Handlers = new()
    {
        { "ReduceL1", Reduce((input, axes) => Sum(input.abs(), axes)) },
        { "ReduceL2", Reduce((input, axes) => axes.Aggregate(input, (value, axis) => value.norm((int)axis, true, 2))) },
        { "ReduceLogSum", Reduce((input, axes) => Sum(input, axes).log()) },
        { "ReduceLogSumExp", Reduce((input, axes) => axes.Aggregate(input, (result, axis) => result.logsumexp(axis, true))) },
        { "ReduceMax", Reduce((input, axes) => input.amax(axes, true)) },
        { "ReduceMean", Reduce(Mean) },
        { "ReduceMin", Reduce((input, axes) => input.amin(axes, true)) },
        { "ReduceProd", Reduce((input, axes) => axes.Aggregate(input, (result, axis) => result.prod(axis, true, input.dtype))) },
        { "ReduceSum", Reduce(Sum) },
        { "ReduceSumSquare", Reduce((input, axes) => Sum(input * input, axes)) },
    };

    // Each function keeps the axes it reduces, with size 1.
    private static Func<OperatorCall, Tensor> Reduce(Func<Tensor, long[], Tensor> function) => call =>
    {
        var input = call[0];
        long[] axes = Axes(call, input);
        if (input.numel() == 0 && call.Node.OpType is "ReduceMax" or "ReduceMin")
        {
            throw call.NotSupported("the extreme of no values");
        }

        if (axes.Length == 0)
        {
            // TorchSharp takes no axes for all axes: reduce one that is not there.
            return function(input.unsqueeze(0), [0]).squeeze(0);
        }

        var reduced = function(input, axes);
        return call.Node.Integer("keepdims", 1) != 0
            ? reduced
            : reduced.reshape([.. reduced.shape.Where((_, axis) => !axes.Contains(axis))]);
    };

    private static long[] Axes(OperatorCall call, Tensor input)
    {
        long[] axes = call.IntegersOf("axes", 1) ?? [];
        bool all = axes.Length == 0 && call.Node.Integer("noop_with_empty_axes", 0) == 0;
        return all ? [.. Enumerable.Range(0, (int)input.dim())] : Array.ConvertAll(axes, axis => OperatorCall.Axis(axis, input));
    }

    private static Tensor Sum(Tensor input, long[] axes) => input.sum(axes, true, input.dtype);

    private static Tensor Mean(Tensor input, long[] axes) => input.is_floating_point()
        ? input.mean(axes, true)
        : Sum(input, axes).div(Scalars.Get(axes.Aggregate(1L, (count, axis) => count * input.shape[axis])), RoundingMode.trunc);
}
