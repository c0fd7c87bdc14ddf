using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Cross-entropy of a score for each class, or of one score for the second of two classes.</summary>
internal sealed class ClassLoss : ITaskLoss
{
    public Tensor Loss(Tensor scores, Tensor labels)
    {
        return scores.shape[1] == 1
            ? nn.functional.binary_cross_entropy_with_logits(scores, labels)
            : nn.functional.cross_entropy(scores, labels.squeeze(1).to(int64));
    }

    public string? Obstacle(float[] label, long width)
    {
        long classes = LabelCheck.ClassesOf(width);
        return label[0] < classes ? null : $"class {label[0]} (counted from 0), but the model tells {classes} classes apart";
    }

    public double? Hits(Tensor scores, Tensor labels)
    {
        var predicted = scores.shape[1] == 1 ? scores.squeeze(1).gt(Scalars.Get(0)).to(int64) : scores.argmax(1);
        return predicted.eq(labels.squeeze(1).to(int64)).sum().item<long>();
    }
}
