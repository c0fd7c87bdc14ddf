using System.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Operations that are one instruction each where numbers are finite. Since .NET 9 they have names of their own, and those that bore
/// the names before take more instructions to handle NaN and overflow as IEEE 754 says.
/// </summary>
internal static class VectorInstructions
{
#if NET9_0_OR_GREATER
    public static Vector<float> Min(Vector<float> left, Vector<float> right) => Vector.MinNative(left, right);

    public static Vector<float> Max(Vector<float> left, Vector<float> right) => Vector.MaxNative(left, right);

    public static Vector<int> Truncate(Vector<float> values) => Vector.ConvertToInt32Native(values);
#else
    public static Vector<float> Min(Vector<float> left, Vector<float> right) => Vector.Min(left, right);

    public static Vector<float> Max(Vector<float> left, Vector<float> right) => Vector.Max(left, right);

    public static Vector<int> Truncate(Vector<float> values) => Vector.ConvertToInt32(values);
#endif
}
