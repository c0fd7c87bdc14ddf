using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The padding of convolutions and pools.</summary>
internal static class Padding
{
    /// <returns>The input, padded where TorchSharp cannot do it in the operator itself, and the symmetric padding that is left to it.</returns>
    public static (Tensor Input, long[] Symmetric) Apply(OperatorCall call, Tensor input, long[] kernel, long[] strides, long[] dilations)
    {
        long[] pads = Resolve(call, input.shape[2..], kernel, strides, dilations);
        int spatial = kernel.Length;
        return Enumerable.Range(0, spatial).All(axis => pads[axis] == pads[axis + spatial])
            ? (input, pads[..spatial])
            : (nn.functional.pad(input, LastFirst(pads, spatial), PaddingModes.Constant), new long[spatial]);
    }

    /// <summary>Pads as TorchSharp counts them: from the last dimension, begin and end together.</summary>
    public static long[] LastFirst(long[] pads, int spatial, int sign = 1) =>
        [.. Enumerable.Range(0, spatial).Reverse().SelectMany(axis => new[] { sign * pads[axis], sign * pads[axis + spatial] })];

    /// <returns>The pads at the beginnings of all spatial dimensions, then those at their ends.</returns>
    public static long[] Resolve(OperatorCall call, long[] sizes, long[] kernel, long[] strides, long[] dilations)
    {
        string mode = call.Node.Text("auto_pad", "NOTSET");
        var pads = new long[2 * kernel.Length];
        if (mode is "NOTSET" or "")
        {
            return call.Node.Integers("pads") ?? pads;
        }

        if (mode != "VALID" && dilations.Any(dilation => dilation != 1))
        {
            // ONNX Runtime refuses it, or leaves the dilations out of account.
            throw call.NotSupported($"auto_pad {mode} with dilations");
        }

        for (int axis = 0; axis < kernel.Length && mode != "VALID"; axis++)
        {
            long outputs = (sizes[axis] + strides[axis] - 1) / strides[axis];
            long total = Math.Max(0, ((outputs - 1) * strides[axis]) + ((kernel[axis] - 1) * dilations[axis]) + 1 - sizes[axis]);
            long smaller = total / 2;
            (pads[axis], pads[axis + kernel.Length]) = mode == "SAME_LOWER" ? (total - smaller, smaller) : (smaller, total - smaller);
        }

        return pads;
    }
}
