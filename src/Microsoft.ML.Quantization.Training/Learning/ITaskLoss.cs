using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Compares what the model gives with the labels.</summary>
internal interface ITaskLoss
{
    /// <summary>The mean loss over the rows.</summary>
    /// <param name="scores">The scores, [rows, values].</param>
    /// <param name="labels">The labels, [rows, values].</param>
    Tensor Loss(Tensor scores, Tensor labels);

    /// <summary>Why a label does not fit an output of so many values, said of a row; <see langword="null"/> where it does.</summary>
    string? Obstacle(float[] label, long width);

    /// <summary>How many rows are predicted right; <see langword="null"/> where that means nothing.</summary>
    double? Hits(Tensor scores, Tensor labels);
}
