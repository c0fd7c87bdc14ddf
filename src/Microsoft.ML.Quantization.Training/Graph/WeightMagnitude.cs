using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// How large the weights of a tensor are, so that training can take steps relative to it. Adam moves every weight by about the learning
/// rate, whatever its size; with BatchNormalization folded in, sizes differ by orders of magnitude.
/// </summary>
internal static class WeightMagnitude
{
    /// <returns>
    /// The root mean square of the tensor or, for a convolution, of each output channel, in a shape that multiplies with it. Powers of two,
    /// so that dividing by them and multiplying again changes nothing.
    /// </returns>
    public static Tensor Measure(Tensor weights)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var whole = (weights * weights).mean().sqrt();
        var magnitude = whole;
        if (weights.dim() > 2)
        {
            long[] inner = [.. Enumerable.Range(1, (int)weights.dim() - 1).Select(dimension => (long)dimension)];
            var channels = (weights * weights).mean(inner, keepdim: true).sqrt();
            magnitude = where(channels > Scalars.Get(0), channels, whole);
        }

        return where(magnitude > Scalars.Get(0), magnitude.log2().round().exp2(), ones_like(magnitude)).MoveToOuterDisposeScope();
    }
}
