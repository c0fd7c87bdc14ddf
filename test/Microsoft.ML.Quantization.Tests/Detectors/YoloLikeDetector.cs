using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Tests.Detectors.BlockFeatures;

namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>
/// A detector of <see cref="BlockImage"/> whose head is like that of YOLOv8: one output, [1, 4 + 3, 400], where centre and size of boxes, 0 to 640, stand beside
/// probabilities, 0 to 1.
/// </summary>
internal static class YoloLikeDetector
{
    public const int Classes = BlockImage.Channels;

    /// <summary>The width of an image in the unit of the boxes.</summary>
    public const int Units = 640;

    public const float UnitsForPixel = (float)Units / BlockImage.Side;

    public static ModelProto Build()
    {
        var features = new BlockFeatures(Classes);
        const float Cell = 1f / Stride;
        float[] distances =
        [
            .. features.Distance((0, Cell)), .. features.Distance((2, Cell)),
            .. features.Distance((1, Cell)), .. features.Distance((3, Cell)),
        ];
        float[] anchors =
        [
            .. Enumerable.Range(0, Places).Select(place => (place % Cells) + (Middle * Cell)),
            .. Enumerable.Range(0, Places).Select(place => (place / Cells) + (Middle * Cell)),
        ];
        return features.Start()
            .Weights("w_box", distances, 4, features.Channels, 1, 1)
            .Weights("w_class", [.. Enumerable.Range(0, Classes).SelectMany(features.Score)], Classes, features.Channels, 1, 1)
            .List("b_class", [.. Enumerable.Repeat(ScoreBias, Classes)])
            .List("box_shape", 1L, 4, Places).List("class_shape", 1L, Classes, Places).List("halves", 2L, 2)
            .Weights("anchors", anchors, 1, 2, Places).Weights("two", [2f]).Weights("stride", [UnitsForPixel * Stride])
            .Node("Conv", "features w_box", "box_places").Node("Reshape", "box_places box_shape", "distances")
            .Node("Split", "distances halves", "before after", ("axis", 1))
            .Node("Sub", "anchors before", "first").Node("Add", "anchors after", "last")
            .Node("Add", "first last", "sum").Node("Div", "sum two", "centre").Node("Sub", "last first", "size")
            .Node("Concat", "centre size", "cells", ("axis", 1)).Node("Mul", "cells stride", "boxes")
            .Node("Conv", "features w_class b_class", "class_places").Node("Reshape", "class_places class_shape", "logits").Node("Sigmoid", "logits", "scores")
            .Node("Concat", "boxes scores", "output0", ("axis", 1)).Output("output0").Build();
    }
}
