namespace Microsoft.ML.Quantization;

/// <summary>How a detector writes boxes and scores, and what is right: for <see cref="EvaluationTask.ObjectDetection"/>. What the shapes of the outputs tell need not be set.</summary>
/// <remarks>
/// A detection is a pair of a place and a class whose score reaches <see cref="ScoreThreshold"/>. Of those of one class that overlap, non-maximum suppression keeps the one with the largest score, and of
/// all in a row the best <see cref="MaxDetections"/> are kept; of equal scores, the one that the model writes first. They are matched with the objects and counted as COCO does, see
/// <see cref="EvaluationTask.ObjectDetection"/>.
/// </remarks>
/// <example>
/// <code>
/// // YOLOv8: one output, [1, 84, 8400]; the labels are keys of 80 values, so all the rest is known.
/// var yolo = new DetectionOptions { BoundingBoxColumnName = "BoundingBoxes" };
///
/// // UltraFace: corners as shares of the image, and two scores a place, of which the first is the background.
/// var faces = new DetectionOptions { BackgroundClass = 0, BoxScaleX = 320, BoxScaleY = 240 };
/// Console.WriteLine(mlContext.Quantization().Evaluate(testImages, model, faces, labelColumnName: "Label"));
/// </code>
/// </example>
public sealed record DetectionOptions
{
    internal const float DefaultScoreThreshold = 0.05f;

    /// <summary>
    /// The column of the objects' boxes, a vector of Single with x0, y0, x1, y1 (left, top, right, bottom) of one object after the other, as ML.NET's object detection trainer takes them. It is read
    /// where a label column is named, which holds a vector of keys or integers with the class of each object. Unlike in that trainer's metrics, a box from 0 to 10 is 10 wide, as in COCO's.
    /// </summary>
    /// <value>The default value is "BoundingBoxes".</value>
    public string BoundingBoxColumnName { get; init; } = "BoundingBoxes";

    /// <summary>The output with the boxes, [1, n, 4] or [n, 4], or with boxes and scores, [1, n, 4 + k] or [1, 4 + k, n].</summary>
    /// <value>The default value is <see langword="null"/>: the only output of such a shape.</value>
    public string? BoxesOutput { get; init; }

    /// <summary>The output with the scores, [1, n, classes], or [1, n] where <see cref="ClassesOutput"/> tells the classes or there is one class; unused where the boxes' output has them.</summary>
    /// <value>The default value is <see langword="null"/>: the only other float output with as many places.</value>
    public string? ScoresOutput { get; init; }

    /// <summary>The output with the class of each box, [1, n] or [n], where the model chooses it.</summary>
    /// <value>The default value is <see langword="null"/>: the only output of integers with as many places, where there is one score for each.</value>
    public string? ClassesOutput { get; init; }

    /// <summary>What the four numbers of a box are.</summary>
    /// <value>The default value is <see cref="DetectionBoxFormat.Auto"/>.</value>
    public DetectionBoxFormat BoxFormat { get; init; }

    /// <summary>What stands beside a box in one output with it.</summary>
    /// <value>The default value is <see cref="DetectionScoreFormat.Auto"/>.</value>
    public DetectionScoreFormat ScoreFormat { get; init; }

    /// <summary>How many classes the model tells apart, without the background.</summary>
    /// <value>The default value is <see langword="null"/>: as many as the keys of the label column have values, or as the shapes tell.</value>
    public int? ClassCount { get; init; }

    /// <summary>
    /// Which of the model's classes stands for "nothing", 0 in SSD and its kin; -1 for none. The others are counted from 0 without it: with 0 as background, class 1 of the model is class 0 of the labels.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: none, unless there is one score more than classes or all scores of each place add up to 1, when the evaluation asks for it.</value>
    public int? BackgroundClass { get; init; }

    /// <summary>What the model's x coordinates are multiplied by to be in the unit of the label boxes: the image's width where the model writes shares of it and the labels are in pixels.</summary>
    /// <value>The default value is 1.</value>
    public float BoxScaleX { get; init; } = 1;

    /// <summary>The same for y coordinates.</summary>
    /// <value>The default value is 1.</value>
    public float BoxScaleY { get; init; } = 1;

    /// <summary>The least score of a detection. Scores that are no probabilities need one in their own unit.</summary>
    /// <value>The default value is <see langword="null"/>: 0.05, as in ML.NET's metrics of object detection.</value>
    public float? ScoreThreshold { get; init; }

    /// <summary>Of two detections of a class that overlap by more than this (intersection over union), the one with the smaller score is left out; 1 leaves none out.</summary>
    /// <value>The default value is <see langword="null"/>: 0.5, and 1 where the model has a NonMaxSuppression of its own, or tells the class of each box.</value>
    public float? SuppressionThreshold { get; init; }

    /// <summary>How many detections a row has at most.</summary>
    /// <value>The default value is 100.</value>
    public int MaxDetections { get; init; } = 100;

    /// <summary>The score from which on a detection counts for the agreement of INT8 with FP32, for which no labels are needed.</summary>
    /// <value>The default value is 0.5.</value>
    public float AgreementThreshold { get; init; } = 0.5f;
}
