using System.Collections.Concurrent;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// Numbers as TorchSharp wants them, kept for good. One that is made on the way into a call (<c>tensor * 0.5</c>) is unreachable as
/// soon as its handle is read, and a garbage collection on another thread may free it while native code reads it: the result is an
/// exception or a wrong value, once in thousands of steps.
/// </summary>
internal static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> Reals = new();
    private static readonly ConcurrentDictionary<long, Scalar> Integers = new();

    public static Scalar Get(double value) => Reals.GetOrAdd(value, number => number.ToScalar());

    public static Scalar Get(long value) => Integers.GetOrAdd(value, number => number.ToScalar());
}
