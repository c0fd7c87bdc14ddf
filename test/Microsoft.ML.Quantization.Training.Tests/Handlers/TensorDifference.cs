using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Compares a tensor with what it should be.</summary>
internal static class TensorDifference
{
    private const double Relative = 1e-3;
    private const double Absolute = 1e-5;

    /// <returns>What differs, or <see langword="null"/>.</returns>
    public static string? Describe(Tensor expected, Tensor actual)
    {
        if (!expected.shape.AsSpan().SequenceEqual(actual.shape))
        {
            return $"shape [{string.Join(", ", actual.shape)}] instead of [{string.Join(", ", expected.shape)}]";
        }

        if (expected.is_floating_point() != actual.is_floating_point() || (expected.dtype == ScalarType.Bool) != (actual.dtype == ScalarType.Bool))
        {
            return $"{actual.dtype} instead of {expected.dtype}";
        }

        double[] want = Values(expected), have = Values(actual);
        int wrong = Array.FindIndex([.. Enumerable.Range(0, want.Length)], i => !IsSame(want[i], have[i]));
        return wrong < 0 ? null : $"element {wrong} is {have[wrong]:R} instead of {want[wrong]:R}";
    }

    private static bool IsSame(double expected, double actual) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= Absolute + (Relative * Math.Abs(expected));

    private static double[] Values(Tensor tensor) => [.. tensor.to(float64).contiguous().data<double>()];
}
