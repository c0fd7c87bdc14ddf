using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The same values in another shape or order, or repeated.</summary>
internal static class Reshaping
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Expand", Expand },
        { "Flatten", Flatten },
        { "Reshape", Reshape },
        { "Squeeze", Squeeze },
        { "Tile", call => call[0].tile(call.Integers(1)) },
        { "Transpose", call => call[0].permute(call.Node.Integers("perm") ?? [.. Enumerable.Range(0, (int)call[0].dim()).Reverse()]) },
        { "Unsqueeze", Unsqueeze },
    };

    private static Tensor Reshape(OperatorCall call)
    {
        var input = call[0];
        long[] shape = call.Integers(1);
        for (int i = 0; i < shape.Length && call.Node.Integer("allowzero", 0) == 0; i++)
        {
            shape[i] = shape[i] == 0 ? input.shape[i] : shape[i];
        }

        return input.reshape(FixedBatch.Reshaped(shape, input.shape, call.Rows));
    }

    private static Tensor Flatten(OperatorCall call)
    {
        int axis = (int)OperatorCall.Axis(call.Node.Integer("axis", 1), call[0]);
        long[] shape = call[0].shape;
        return call[0].reshape(Product(shape[..axis]), Product(shape[axis..]));
    }

    private static Tensor Squeeze(OperatorCall call)
    {
        long[] shape = call[0].shape;
        long[]? axes = call.IntegersOf("axes", 1)?.Select(axis => OperatorCall.Axis(axis, call[0])).ToArray();
        if (axes?.FirstOrDefault(axis => shape[axis] != 1, -1) is >= 0 and var wide)
        {
            throw call.NotSupported($"axis {wide} has size {shape[wide]} and cannot be squeezed");
        }

        return call[0].reshape([.. shape.Where((size, axis) => axes == null ? size != 1 : !axes.Contains(axis))]);
    }

    private static Tensor Unsqueeze(OperatorCall call)
    {
        long[] axes = call.IntegersOf("axes", 1) ?? throw call.NotSupported("no axes");
        int rank = (int)call[0].dim() + axes.Length;
        var added = axes.Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        var sizes = new Queue<long>(call[0].shape);
        return call[0].reshape([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    // Sizes of 1 give way on either side.
    private static Tensor Expand(OperatorCall call)
    {
        long[] wanted = call.Integers(1);
        long[] shape = call[0].shape;
        long missing = wanted.Length - shape.Length;
        return call[0].expand([.. Enumerable.Repeat(1L, (int)Math.Max(0, -missing)).Concat(wanted)
            .Select((size, axis) => size == 1 && axis >= missing ? shape[axis - Math.Max(0, missing)] : size)]);
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
