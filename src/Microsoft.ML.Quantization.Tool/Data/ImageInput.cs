namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The layout and size of an input that takes images.</summary>
internal sealed record ImageInput(int Width, int Height, int Channels, bool IsChannelFirst)
{
    /// <param name="input">The input.</param>
    /// <param name="size">Height and width as 224 or 240x320, for dimensions that the model leaves free.</param>
    /// <param name="layout">nchw or nhwc; <see langword="null"/> goes by the dimension that is 1 or 3.</param>
    /// <param name="usual">The side that images have by custom, for dimensions that nothing else tells.</param>
    public static ImageInput Create(ModelInput input, string? size, string? layout, int? usual)
    {
        if (input.RowShape.Count != 3)
        {
            throw new CommandException(
                $"Input '{input.Name}' takes {input.Text}, and an image has rows, columns and channels. For other data give a file: CSV, .npy, .npz or text.",
                "mlquant quantize model.onnx --data rows.npy -o model.int8.onnx");
        }

        bool first = layout switch
        {
            "nchw" => true,
            "nhwc" => false,
            _ when input.RowShape[0] is 1 or 3 => true,
            _ when input.RowShape[2] is 1 or 3 => false,
            _ => throw new CommandException($"Input '{input.Name}' takes {input.Text}, which does not tell where the channels are.", "mlquant quantize ... --layout nchw"),
        };
        var (rows, columns, channels) = first ? (input.RowShape[1], input.RowShape[2], input.RowShape[0]) : (input.RowShape[0], input.RowShape[1], input.RowShape[2]);
        var (height, width) = size == null ? (null, null) : Parse(size);
        if (channels is not (null or 1 or 3))
        {
            throw new CommandException($"Input '{input.Name}' takes {input.Text}: {channels} channels, where an image has 1 or 3.");
        }

        if ((rows != null && height != null && rows != height) || (columns != null && width != null && columns != width))
        {
            throw new CommandException($"Input '{input.Name}' takes {input.Text}, and --size says {size}. Leave --size out.");
        }

        return new ImageInput(Known(columns ?? width ?? usual, input), Known(rows ?? height ?? usual, input), (int)(channels ?? 3), first);
    }

    private static int Known(long? size, ModelInput input) => size is > 0 and <= 1 << 15
        ? (int)size
        : throw new CommandException($"Input '{input.Name}' takes {input.Text} and leaves the image's size free.", "mlquant quantize ... --size 224");

    private static (long? Height, long? Width) Parse(string text)
    {
        string[] parts = text.Split('x');
        long[] sizes = [.. parts.Select(part => long.TryParse(part, out long size) && size > 0 ? size : 0)];
        return sizes.Contains(0) || sizes.Length > 2
            ? throw new CommandException($"--size takes a number, or height x width, not '{text}'.", "mlquant quantize ... --size 240x320")
            : (sizes[0], sizes[^1]);
    }
}
