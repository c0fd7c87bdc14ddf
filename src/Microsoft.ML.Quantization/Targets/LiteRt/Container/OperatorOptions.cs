namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>The settings of an operator: a table of the format, by the place of each field in it.</summary>
/// <param name="Kind">Which table, by its number in the union of all.</param>
/// <param name="Fields">The values by place: <see cref="bool"/>, <see cref="byte"/>, <see cref="int"/> or <see cref="float"/>; a place left <see langword="null"/> keeps its default.</param>
internal sealed record OperatorOptions(byte Kind, params object?[] Fields)
{
    public const byte Same = 0;
    public const byte Valid = 1;

    public static OperatorOptions Convolution(byte padding, Stride stride, Stride dilation) => new(1, padding, stride.X, stride.Y, (byte)0, dilation.X, dilation.Y);

    public static OperatorOptions Depthwise(byte padding, Stride stride, int multiplier, Stride dilation) => new(2, padding, stride.X, stride.Y, multiplier, (byte)0, dilation.X, dilation.Y);

    public static OperatorOptions Pool(byte padding, Stride stride, Stride kernel) => new(5, padding, stride.X, stride.Y, kernel.X, kernel.Y, (byte)0);

    public static OperatorOptions FullyConnected(bool keepsDimensions) => new(8, (byte)0, (byte)0, keepsDimensions);

    public static OperatorOptions Softmax { get; } = new(9, 1f);

    public static OperatorOptions Concatenation(int axis) => new(10, axis, (byte)0);

    public static OperatorOptions Add { get; } = new(11, (byte)0);

    public static OperatorOptions Reshape { get; } = new(17);

    public static OperatorOptions Mul { get; } = new(21, (byte)0);

    public static OperatorOptions Sub { get; } = new(28, (byte)0);

    public static OperatorOptions Div { get; } = new(29, (byte)0);

    public static OperatorOptions Pad { get; } = new(22);

    public static OperatorOptions Gather(int axis) => new(23, axis);

    public static OperatorOptions Transpose { get; } = new(26);

    public static OperatorOptions Reduction(bool keepsDimensions) => new(27, keepsDimensions);

    public static OperatorOptions StridedSlice { get; } = new(32, 0, 0, 0, 0, 0);

    public static OperatorOptions ResizeBilinear(bool alignCorners, bool halfPixels) => new(15, null, null, alignCorners, halfPixels);

    public static OperatorOptions ResizeNearest(bool alignCorners, bool halfPixels) => new(74, alignCorners, halfPixels);

    public static OperatorOptions LeakyRelu(float slope) => new(75, slope);

    public static OperatorOptions MaximumMinimum { get; } = new(39);

    public static OperatorOptions Slice { get; } = new(48);

    public static OperatorOptions MirrorPad { get; } = new(77, (byte)0);

    public static OperatorOptions PadV2 { get; } = new(43);

    public static OperatorOptions TransposeConvolution(Stride stride) => new(49, Valid, stride.X, stride.Y);

    public static OperatorOptions LocalResponseNormalization(int radius, float bias, float alpha, float beta) => new(13, radius, bias, alpha, beta);

    public static OperatorOptions Split(int parts) => new(35, parts);

    public static OperatorOptions LogSoftmax { get; } = new(36);

    public static OperatorOptions Pow { get; } = new(56);

    public static OperatorOptions Gelu(bool isApproximate) => new(116, isApproximate);

    public static OperatorOptions DepthToSpace(int block) => new(94, block);
}
