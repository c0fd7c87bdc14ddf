using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>The mean squared error of quantities.</summary>
internal sealed class QuantityLoss : ITaskLoss
{
    public Tensor Loss(Tensor scores, Tensor labels) => nn.functional.mse_loss(scores, labels);

    public string? Obstacle(float[] label, long width) =>
        label.Length == width ? null : $"a label of {label.Length} values, but the output has {width}";

    public double? Hits(Tensor scores, Tensor labels) => null;
}
