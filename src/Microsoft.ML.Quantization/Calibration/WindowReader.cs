using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Reads windows of a tensor, one after the other; padding is zero.</summary>
/// <param name="window">The windows.</param>
internal sealed class WindowReader(InputWindow window)
{
    /// <summary>The outputs of a layer for a tensor of this shape.</summary>
    public int Outputs(ReadOnlySpan<long> shape, int values)
    {
        if (window.HasChannelsLast)
        {
            return window.Channels == 0 ? 0 : values / window.Channels;
        }

        var sides = Sides(shape);
        return Array.Exists(sides, side => side.Outputs <= 0) ? 0 : (int)sides.Aggregate(shape[0], (product, side) => product * side.Outputs);
    }

    /// <param name="values">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="places">The outputs whose windows are read.</param>
    /// <param name="target">The windows, in each the taps of the first channel, then those of the second.</param>
    public void Read(ReadOnlySpan<float> values, ReadOnlySpan<long> shape, int[] places, Span<float> target)
    {
        int inputs = window.Inputs;
        if (window.HasChannelsLast)
        {
            for (int i = 0; i < places.Length; i++)
            {
                values.Slice(places[i] * inputs, inputs).CopyTo(target[(i * inputs)..]);
            }

            return;
        }

        var sides = Sides(shape);
        int size = (int)sides.Aggregate(1L, (product, side) => product * side.Size);
        int outputs = (int)sides.Aggregate(1L, (product, side) => product * side.Outputs);
        var offsets = new int[window.Taps];
        for (int i = 0; i < places.Length; i++)
        {
            var (image, place) = Math.DivRem(places[i], outputs);
            Locate(sides, place, offsets);
            Gather(values.Slice(image * window.Channels * size, window.Channels * size), size, offsets, target.Slice(i * inputs, inputs));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<float> image, int size, int[] offsets, Span<float> target)
    {
        for (int channel = 0, i = 0; i < target.Length; channel += size)
        {
            foreach (int offset in offsets)
            {
                target[i++] = offset < 0 ? 0 : image[channel + offset];
            }
        }
    }

    /// <summary>Where the taps of an output are in a channel; below zero in the padding.</summary>
    private static void Locate(Side[] sides, int place, int[] offsets)
    {
        Array.Clear(offsets);
        int stride = 1;
        int repeat = 1;
        for (int dimension = sides.Length - 1; dimension >= 0; dimension--)
        {
            var side = sides[dimension];
            (place, int output) = Math.DivRem(place, (int)side.Outputs);
            for (int tap = 0; tap < offsets.Length; tap++)
            {
                long at = (output * side.Stride) - side.Before + (tap / repeat % side.Kernel * side.Dilation);
                offsets[tap] = offsets[tap] < 0 || at < 0 || at >= side.Size ? -1 : offsets[tap] + (int)(at * stride);
            }

            stride *= (int)side.Size;
            repeat *= (int)side.Kernel;
        }
    }

    private Side[] Sides(ReadOnlySpan<long> shape)
    {
        var sides = new Side[window.Kernel.Length];
        for (int i = 0; i < sides.Length; i++)
        {
            var (size, kernel, stride, dilation) = (shape[i + 2], window.Kernel[i], window.Strides[i], window.Dilations[i]);
            long reach = (dilation * (kernel - 1)) + 1;
            long missing = Math.Max(0, (((size + stride - 1) / stride) - 1) * stride + reach - size);
            long all = window.Pads is { } pads ? pads[i] + pads[i + sides.Length] : missing;
            long before = window.Pads?[i] ?? (window.Padding == "SAME_LOWER" ? missing - (missing / 2) : missing / 2);
            sides[i] = new Side(size, kernel, stride, dilation, before, (size + all - reach) / stride + 1);
        }

        return sides;
    }

    private readonly record struct Side(long Size, long Kernel, long Stride, long Dilation, long Before, long Outputs);
}
