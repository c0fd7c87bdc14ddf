using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Rounds biases to the INT32 grid of products; gradients pass straight through.</summary>
internal static class BiasRounding
{
    /// <param name="bias">The bias; its last dimension is that of the steps, or there is one step.</param>
    /// <param name="steps">The distance of two values of the grid, one or one for each output.</param>
    public static Tensor Apply(Tensor bias, float[] steps)
    {
        var wide = steps.Length == 1 || (bias.dim() > 0 && bias.shape[^1] == steps.Length) ? bias : bias.expand([.. bias.shape.SkipLast(1), steps.Length]);
        float[] change = TensorMemory.Copy(wide);
        for (int i = 0; i < change.Length; i++)
        {
            float step = steps[i % steps.Length];
            change[i] = (MathF.Round(change[i] / step, MidpointRounding.ToEven) * step) - change[i];
        }

        return wide.Plus(tensor(change, wide.shape, device: bias.device));
    }
}
