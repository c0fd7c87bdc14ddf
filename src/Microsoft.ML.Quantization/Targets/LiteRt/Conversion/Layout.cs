namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Where the values of an ONNX tensor lie in the file. Tensors of four dimensions, which ONNX has as batch, channels, height, width, are batch, height, width, channels
/// there; all others are as they are.
/// </summary>
internal static class Layout
{
    public const int ImageRank = 4;

    /// <summary>By each dimension of the file, the one of ONNX.</summary>
    public static readonly int[] FromOnnx = [0, 2, 3, 1];

    /// <summary>By each dimension of ONNX, the one of the file.</summary>
    public static readonly int[] ToOnnx = [0, 3, 1, 2];

    public static int[] Shape(int[] onnx) => onnx.Length == ImageRank ? [.. FromOnnx.Select(axis => onnx[axis])] : onnx;

    /// <summary>The dimension of the file for one of ONNX, which may count from the end.</summary>
    public static int Axis(int rank, long axis)
    {
        int counted = (int)(axis < 0 ? axis + rank : axis);
        return rank == ImageRank ? ToOnnx[counted] : counted;
    }

    /// <summary>Whether the values lie in one order in both, so that nothing has to move.</summary>
    public static bool IsSameOrder(int[] onnx) => onnx.Length != ImageRank || onnx[1] == 1 || onnx[2] * onnx[3] == 1;

    /// <summary>The values of a constant in the order of the file.</summary>
    public static T[] Permute<T>(T[] values, int[] onnx)
    {
        if (IsSameOrder(onnx))
        {
            return values;
        }

        var moved = new T[values.Length];
        int place = 0;
        for (int n = 0; n < onnx[0]; n++)
        {
            for (int y = 0; y < onnx[2]; y++)
            {
                for (int x = 0; x < onnx[3]; x++)
                {
                    for (int c = 0; c < onnx[1]; c++)
                    {
                        moved[place++] = values[(((((n * onnx[1]) + c) * onnx[2]) + y) * onnx[3]) + x];
                    }
                }
            }
        }

        return moved;
    }
}
