using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// Sums for TorchSharp's own <c>+</c>, which makes the factor of the second operand anew in every call, with the danger that
/// <see cref="Scalars"/> is about.
/// </summary>
internal static class TensorSums
{
    private static readonly Scalar One = Scalars.Get(1);

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Plus(this Tensor left, Scalar right) => left.add(right, One);
}
