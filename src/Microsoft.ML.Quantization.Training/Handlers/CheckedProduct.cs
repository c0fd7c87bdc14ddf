using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>
/// Products of matrices whose sizes fit. TorchSharp turns the errors of libtorch into exceptions in every function that is used here but
/// this one: an error in it ends the process.
/// </summary>
internal static class CheckedProduct
{
    public static Tensor Multiply(OperatorCall call, Tensor left, Tensor right)
    {
        if (!Fit(left.shape, right.shape))
        {
            throw call.NotSupported($"tensors of the shapes [{string.Join(", ", left.shape)}] and [{string.Join(", ", right.shape)}] cannot be multiplied");
        }

        if (left.dtype != right.dtype)
        {
            throw call.NotSupported($"a product of {left.dtype} and {right.dtype}");
        }

#pragma warning disable RS0030 // Checked above.
        return left.matmul(right);
#pragma warning restore RS0030
    }

    private static bool Fit(long[] left, long[] right)
    {
        if (left.Length == 0 || right.Length == 0 || left[^1] != right[right.Length == 1 ? 0 : ^2])
        {
            return false;
        }

        var outer = left.SkipLast(2).Reverse().Zip(right.SkipLast(2).Reverse());
        return outer.All(sizes => sizes.First == sizes.Second || sizes.First == 1 || sizes.Second == 1);
    }
}
