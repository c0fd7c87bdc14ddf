using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Compares what the model gives with the labels.</summary>
internal interface ITaskLoss
{
    /// <summary>The mean loss over the rows.</summary>
    /// <param name="scores">The scores, the first dimension being the rows.</param>
    /// <param name="labels">The labels, [rows, values].</param>
    Tensor Loss(Tensor scores, Tensor labels);

    /// <summary>How many rows are predicted right; <see langword="null"/> where that means nothing.</summary>
    double? Hits(Tensor scores, Tensor labels);
}
