using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>The mean squared error of quantities.</summary>
internal sealed class QuantityLoss : ITaskLoss
{
    public Tensor Loss(Tensor scores, Tensor labels) => nn.functional.mse_loss(scores.flatten(1), labels);

    public double? Hits(Tensor scores, Tensor labels) => null;
}
