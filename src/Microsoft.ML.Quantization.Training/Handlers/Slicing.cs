using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Takes tensors apart and puts them together.</summary>
internal static class Slicing
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Concat", Concat },
        { "Slice", Slice },
        { "Split", Split },
        { "Trilu", Trilu },
    };

    private static Tensor Concat(OperatorCall call)
    {
        var parts = Operands.Aligned(call);
        long axis = OperatorCall.Axis(call.Node.Integer("axis", 0), parts[0]);

        // A constant that the graph holds for one row goes to each.
        bool isPerRow = call.Rows > 1 && axis > 0 && parts.Any(part => part.shape[0] == call.Rows);
        return cat(Array.ConvertAll(parts, part => isPerRow && part.shape[0] == 1 ? part.expand([call.Rows, .. part.shape[1..]]) : part), axis);
    }

    private static Tensor Slice(OperatorCall call)
    {
        var input = call[0];
        long[] starts = call.Integers(1), ends = call.Integers(2);
        long[] axes = call.OptionalIntegers(3) ?? [.. Enumerable.Range(0, starts.Length)];
        long[]? steps = call.OptionalIntegers(4);
        for (int i = 0; i < axes.Length; i++)
        {
            input = Slice(input, OperatorCall.Axis(axes[i], input), starts[i], ends[i], steps?[i] ?? 1);
        }

        return input;
    }

    private static Tensor Slice(Tensor input, long axis, long start, long end, long step)
    {
        long size = input.shape[axis];
        start += start < 0 ? size : 0;
        end += end < 0 ? size : 0;
        if (step > 0)
        {
            (start, end) = (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size));
            return input.slice(axis, start, Math.Max(start, end), Math.Min(step, Math.Max(1, size)));
        }

        // Backwards: the same elements forwards, turned round. TorchSharp takes no negative steps.
        (start, end) = (Math.Clamp(start, -1, size - 1), Math.Clamp(end, -1, size - 1));
        step = Math.Min(-Math.Max(step, -size - 1), size + 1);
        long count = Math.Max(0, (start - end + step - 1) / step);
        long first = start - ((count - 1) * step);
        return count == 0 ? input.narrow(axis, 0, 0) : input.slice(axis, first, start + 1, step).flip(axis);
    }

    private static Tensor[] Split(OperatorCall call)
    {
        long axis = OperatorCall.Axis(call.Node.Integer("axis", 0), call[0]);
        long size = call[0].shape[axis];
        long count = call.Node.Integer("num_outputs", call.Node.Output.Count);
        long each = (size + count - 1) / count;
        long[] sizes = call.IntegersOf("split", 1) ?? [.. Enumerable.Range(0, (int)count).Select(part => Math.Clamp(size - (part * each), 0, each))];
        return call[0].split(sizes, axis);
    }

    private static Tensor Trilu(OperatorCall call)
    {
        long diagonal = call.OptionalIntegers(1)?[0] ?? 0;
        return call.Node.Integer("upper", 1) != 0 ? call[0].triu(diagonal) : call[0].tril(diagonal);
    }
}
