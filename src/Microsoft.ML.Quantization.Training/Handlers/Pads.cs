using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Pad: adds to the beginnings and ends of axes, or takes from them.</summary>
internal static class Pads
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Pad", Pad },
    };

    private static Tensor Pad(OperatorCall call)
    {
        var input = call[0];
        long[] pads = All(call, input);
        string mode = call.Node.Text("mode", "constant");
        if (mode == "constant")
        {
            double value = call.Optional(2) is { } given ? given.to(float64).item<double>() : 0;
            return nn.functional.pad(input, Padding.LastFirst(pads, pads.Length / 2), PaddingModes.Constant, value);
        }

        // The other modes repeat what is there: each new position of an axis reads an old one.
        for (int axis = 0; axis < pads.Length / 2; axis++)
        {
            var (begin, end, size) = (pads[axis], pads[axis + (pads.Length / 2)], input.shape[axis]);
            if (begin == 0 && end == 0)
            {
                continue;
            }

            // What is taken off is not there to be repeated.
            long first = Math.Max(0, -begin);
            long kept = size - first - Math.Max(0, -end);
            var sources = Enumerable.Range(0, (int)(size + begin + end)).Select(position => first + Source(call, mode, position - Math.Max(0, begin), kept));
            input = input.index_select(axis, tensor([.. sources], device: input.device));
        }

        return input;
    }

    private static long Source(OperatorCall call, string mode, long position, long size) => mode switch
    {
        "edge" => Math.Clamp(position, 0, size - 1),
        "wrap" => Modulo(position, size),
        "reflect" when size == 1 => 0,
        "reflect" => size - 1 - Math.Abs(Modulo(position, 2 * (size - 1)) - (size - 1)),
        _ => throw call.NotSupported($"mode '{mode}'"),
    };

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    // The pads of all axes, where the node may give those of some.
    private static long[] All(OperatorCall call, Tensor input)
    {
        long[] given = call.Integers(1);
        if (call.OptionalIntegers(3) is not { } axes)
        {
            return given;
        }

        var pads = new long[2 * input.dim()];
        for (int i = 0; i < axes.Length; i++)
        {
            long axis = OperatorCall.Axis(axes[i], input);
            (pads[axis], pads[axis + input.dim()]) = (given[i], given[i + axes.Length]);
        }

        return pads;
    }
}
