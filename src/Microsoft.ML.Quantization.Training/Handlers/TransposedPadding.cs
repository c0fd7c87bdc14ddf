using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>What ConvTranspose cuts off: its pads, less what it adds at the end.</summary>
internal static class TransposedPadding
{
    /// <param name="call">The node.</param>
    /// <param name="sizes">The spatial sizes of its input.</param>
    /// <param name="whole">Those of its result before anything is cut off.</param>
    /// <param name="strides">Its strides.</param>
    /// <returns>What goes at the beginnings of all spatial dimensions, then at their ends; negative where zeros are added.</returns>
    public static long[] Resolve(OperatorCall call, long[] sizes, long[] whole, long[] strides)
    {
        string mode = call.Node.Text("auto_pad", "NOTSET");
        long[] added = call.Node.Integers("output_padding") ?? new long[sizes.Length];
        long[]? wanted = call.Node.Integers("output_shape");
        long[] pads = call.Node.Integers("pads") ?? new long[2 * sizes.Length];
        var cuts = new long[2 * sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            int end = axis + sizes.Length;
            if (wanted == null && mode is not ("SAME_UPPER" or "SAME_LOWER"))
            {
                (cuts[axis], cuts[end]) = mode == "VALID" ? (0, -added[axis]) : (pads[axis], pads[end] - added[axis]);
                continue;
            }

            long size = wanted == null ? sizes[axis] * strides[axis] : wanted[wanted.Length - sizes.Length + axis];
            long total = Math.Max(0, whole[axis] + added[axis] - size);
            cuts[axis] = mode == "SAME_UPPER" ? total / 2 : total - (total / 2);
            cuts[end] = whole[axis] - size - cuts[axis];
        }

        return cuts;
    }
}
