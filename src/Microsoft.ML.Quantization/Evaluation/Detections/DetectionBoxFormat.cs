namespace Microsoft.ML.Quantization;

/// <summary>What the four numbers of a box are, as a detector writes it.</summary>
public enum DetectionBoxFormat
{
    /// <summary><see cref="CenterAndSize"/> where boxes and scores stand in one output with a score for each class, as YOLO writes them; else <see cref="Corners"/>.</summary>
    Auto,

    /// <summary>x0, y0, x1, y1: left, top, right, bottom.</summary>
    Corners,

    /// <summary>y0, x0, y1, x1: top, left, bottom, right, as TensorFlow writes them.</summary>
    CornersYX,

    /// <summary>x and y of the middle, then width and height.</summary>
    CenterAndSize,

    /// <summary>x0 and y0, then width and height.</summary>
    CornerAndSize,
}
