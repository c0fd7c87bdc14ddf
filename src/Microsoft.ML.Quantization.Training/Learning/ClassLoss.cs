using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Cross-entropy of a score for each class, or of one score for the second of two classes.</summary>
internal sealed class ClassLoss : ITaskLoss
{
    public Tensor Loss(Tensor scores, Tensor labels)
    {
        var rows = scores.flatten(1);
        return rows.shape[1] == 1
            ? nn.functional.binary_cross_entropy_with_logits(rows, labels)
            : nn.functional.cross_entropy(rows, labels.squeeze(1).to(int64));
    }

    public double? Hits(Tensor scores, Tensor labels)
    {
        var rows = scores.flatten(1);
        var predicted = rows.shape[1] == 1 ? rows.squeeze(1).gt(Scalars.Of(0)).to(int64) : rows.argmax(1);
        return predicted.eq(labels.squeeze(1).to(int64)).sum().item<long>();
    }
}
