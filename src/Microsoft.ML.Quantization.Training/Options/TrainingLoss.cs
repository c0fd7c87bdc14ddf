namespace Microsoft.ML.Quantization;

/// <summary>What labels are compared with the model's first output by.</summary>
public enum TrainingLoss
{
    /// <summary>
    /// By the type of the label: keys, integers and booleans are classes (<see cref="CrossEntropy"/>), Single and Double are quantities
    /// (<see cref="MeanSquaredError"/>).
    /// </summary>
    Auto,

    /// <summary>
    /// The label is a class: a key, or an integer from 0. The output is a score for each class, or one for the second of two.
    /// A final Softmax or Sigmoid of the model is taken into account.
    /// </summary>
    CrossEntropy,

    /// <summary>The label is a number, or a vector as long as the output.</summary>
    MeanSquaredError,
}
