using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Reads by indices, which may count from the end.</summary>
internal static class Gathering
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Gather", Gather },
        { "GatherElements", GatherElements },
        { "GatherND", GatherND },
        { "OneHot", OneHot },
    };

    private static Tensor Gather(OperatorCall call)
    {
        var (data, indices) = (call[0], call[1]);
        int axis = (int)OperatorCall.Axis(call.Node.Integer("axis", 0), data);
        var gathered = data.index_select(axis, FromFront(indices, data.shape[axis]).flatten().to(data.device));
        return gathered.reshape([.. data.shape[..axis], .. indices.shape, .. data.shape[(axis + 1)..]]);
    }

    private static Tensor GatherElements(OperatorCall call)
    {
        long axis = OperatorCall.Axis(call.Node.Integer("axis", 0), call[0]);
        return call[0].gather(axis, FromFront(call[1], call[0].shape[axis]).to(call[0].device));
    }

    // Each index tuple becomes one index into the data with the axes it names, and the batch's, made one.
    private static Tensor GatherND(OperatorCall call)
    {
        var (data, indices) = (call[0], call[1].to(int64));
        int batch = (int)call.Node.Integer("batch_dims", 0);
        int named = (int)indices.shape[^1];
        long[] shape = data.shape;
        long batches = Product(shape[..batch]);
        var position = zeros_like(indices.select(-1, 0));
        for (int i = 0; i < named; i++)
        {
            position = (position * Scalars.Get(shape[batch + i])).Plus(FromFront(indices.select(-1, i), shape[batch + i]));
        }

        long each = Product(shape[batch..(batch + named)]);
        var first = arange(Scalars.Get(0), Scalars.Get(batches), Scalars.Get(1), device: position.device).unsqueeze(1) * Scalars.Get(each);
        var flat = position.reshape(batches, -1).Plus(first).flatten().to(data.device);
        var gathered = data.reshape([batches * each, .. shape[(batch + named)..]]).index_select(0, flat);
        return gathered.reshape([.. indices.shape[..^1], .. shape[(batch + named)..]]);
    }

    private static Tensor OneHot(OperatorCall call)
    {
        long depth = call.Integers(1)[0];
        var (indices, values) = (call[0].to(int64), call[2]);
        long axis = call.Node.Integer("axis", -1);
        axis += axis < 0 ? indices.dim() + 1 : 0;
        long[] across = [.. Enumerable.Range(0, (int)indices.dim() + 1).Select(position => position == axis ? depth : 1)];
        var hot = FromFront(indices, depth).unsqueeze(axis) == arange(Scalars.Get(0), Scalars.Get(depth), Scalars.Get(1), device: indices.device).reshape(across);
        return where(hot.to(values.device), values[1], values[0]);
    }

    private static Tensor FromFront(Tensor indices, long size)
    {
        var positions = indices.to(int64);
        return where(positions < Scalars.Get(0), positions.Plus(Scalars.Get(size)), positions);
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
