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

    /// <summary>
    /// Boxes with classes and scores, which <see cref="DetectionOptions"/> describes. MAP50_95 and MAP50 by ML.NET's names: the mean over the classes that the labels have of their average
    /// precision, at an intersection over union of 0.5, and the mean at 0.5, 0.55 ... 0.95; then DetectionAgreement, the share of FP32's detections that INT8 has too, of the same class and overlapping by a half or
    /// more, which needs no labels. Never chosen by <see cref="Auto"/>.
    /// </summary>
    /// <remarks>
    /// As COCO counts (T.-Y. Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014; average precision as such: M. Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 88,
    /// 2010): from the largest score down, a detection takes the free object of its class that it overlaps most, or is wrong; precision is taken at the recalls 0, 0.01 ... 1, the largest at that recall or a
    /// larger one. Detections of equal score are one point of the curve, in whatever order they come. There are no objects that may be found or not, as COCO's crowds. Intervals are those of a paired bootstrap over rows
    /// (BCa), each drawing with average precisions of its own.
    /// </remarks>
    ObjectDetection,
}
