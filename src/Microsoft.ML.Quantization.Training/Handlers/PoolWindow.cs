using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The windows of a pool over an input of certain sizes.</summary>
/// <param name="Kernel">The size of a window.</param>
/// <param name="Strides">The steps from one to the next.</param>
/// <param name="Dilations">The steps within one.</param>
/// <param name="Pads">What is added at the beginnings of all spatial dimensions, then at their ends.</param>
/// <param name="Beyond">How far the last windows reach beyond the pads, in the same order; zero at the beginnings.</param>
internal sealed record PoolWindow(long[] Kernel, long[] Strides, long[] Dilations, long[] Pads, long[] Beyond)
{
    public int Spatial => Kernel.Length;

    public bool IsDilated => Dilations.Any(dilation => dilation != 1);

    /// <summary>Whether windows hold nothing but the input.</summary>
    public bool IsInside => Pads.All(pad => pad == 0) && Beyond.All(pad => pad == 0);

    /// <summary>Pads that go beyond windows included.</summary>
    public long[] AllPads => [.. Pads.Zip(Beyond, (pad, beyond) => pad + beyond)];

    public static PoolWindow Read(OperatorCall call, long[] sizes)
    {
        long[] ones = [.. sizes.Select(_ => 1L)];
        long[] kernel = call.Node.Integers("kernel_shape") ?? throw call.NotSupported("no kernel_shape");
        long[] strides = call.Node.Integers("strides") ?? ones;
        long[] dilations = call.Node.Integers("dilations") ?? ones;
        long[] pads = Padding.Resolve(call, sizes, kernel, strides, dilations);
        var beyond = new long[pads.Length];
        for (int axis = 0; axis < kernel.Length && call.Node.Integer("ceil_mode", 0) != 0; axis++)
        {
            int end = axis + kernel.Length;
            long reach = ((kernel[axis] - 1) * dilations[axis]) + 1;
            long padded = sizes[axis] + pads[axis] + pads[end];
            long last = (padded - reach + strides[axis] - 1) / strides[axis] * strides[axis];

            // A window that begins behind the input and the pads before it does not count.
            last -= last >= sizes[axis] + pads[axis] ? strides[axis] : 0;
            beyond[end] = Math.Max(0, last + reach - padded);
        }

        return new PoolWindow(kernel, strides, dilations, pads, beyond);
    }
}
