namespace Microsoft.ML.Quantization;

/// <summary>What the first output of a model is for, which decides by what FP32 and INT8 are compared.</summary>
public enum EvaluationTask
{
    /// <summary>
    /// By the labels and the output. Labels that are keys, integers or booleans: two classes where there are one or two scores, else
    /// several; Single and Double: <see cref="Regression"/>, or <see cref="ImageToImage"/> where the output has rows and columns.
    /// Without labels: a vector of scores, or one that ends in Sigmoid, is a classification, unless it is as long as the input; rows and
    /// columns are <see cref="ImageToImage"/>; everything else is an <see cref="Embedding"/>.
    /// </summary>
    Auto,

    /// <summary>A score for each class. MicroAccuracy, MacroAccuracy, LogLoss and, with more than ten classes, TopKAccuracy (K is 5).</summary>
    MulticlassClassification,

    /// <summary>One score for the second of two classes, a probability or a logit, or a score for each. Accuracy, AreaUnderRocCurve, F1Score.</summary>
    BinaryClassification,

    /// <summary>A number, or a vector of them, as in the label. RootMeanSquaredError, MeanAbsoluteError, RSquared.</summary>
    Regression,

    /// <summary>A vector whose direction counts. CosineSimilarity to the label, or to the FP32 output where there are no labels.</summary>
    Embedding,

    /// <summary>An image. PeakSignalToNoiseRatio against the label, whose values over all rows say what the peak is.</summary>
    ImageToImage,

    /// <summary>
    /// A score by which the rows of a group are ordered. NormalizedDiscountedCumulativeGain@3, @2 and @1. Models that ML.NET trained alone are compared as this; it is refused for
    /// ONNX models.
    /// </summary>
    Ranking,
}
