using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Reads detections out of the outputs for a row.</summary>
internal sealed class DetectionReader(DetectionForm form, DetectionOptions options, bool suppresses)
{
    private const double DefaultSuppression = 0.5;

    private readonly float _threshold = options.ScoreThreshold ?? DetectionOptions.DefaultScoreThreshold;
    private readonly double _suppression = options.SuppressionThreshold ?? (suppresses || form.TellsClass ? 1 : DefaultSuppression);
    private readonly int _background = options.BackgroundClass ?? -1;
    private readonly DetectionBoxFormat _boxFormat = options.BoxFormat != DetectionBoxFormat.Auto ? options.BoxFormat
        : form.IsTogether && form.ScoreFormat != DetectionScoreFormat.ScoreAndClass ? DetectionBoxFormat.CenterAndSize : DetectionBoxFormat.Corners;

    public DetectionForm Form => form;

    /// <summary>How boxes are read; never Auto.</summary>
    public DetectionBoxFormat BoxFormat => _boxFormat;

    /// <summary>All that decides what is read.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"boxes of output '{form.Boxes.Output}' as {_boxFormat} and scores of '{form.Scores.Output}' as {form.ScoreFormat}{(form.Classes is { } classes ? $", classes of '{classes.Output}'" : "")}; scores from {_threshold}, overlaps to {_suppression}, "
        + $"{options.MaxDetections} a row, background {_background}, scaled by {options.BoxScaleX} and {options.BoxScaleY}");

    /// <summary>The detections of a row by falling score; of equal ones, those that the model writes first come first.</summary>
    public Detection[] Read(IReadOnlyList<OutputValue> outputs)
    {
        var boxes = form.Boxes.Table(outputs);
        List<(int Place, int Class, float Score)> found = [];
        Visit(outputs, (place, column, score) =>
        {
            if (score >= _threshold && ClassOf(column) is >= 0 and var each)
            {
                found.Add((place, each, score));
            }
        });
        return NonMaxSuppression.Keep(found.OrderByDescending(each => each.Score).Select(each => new Detection(each.Class, each.Score, BoxAt(boxes, each.Place))), _suppression, options.MaxDetections);
    }

    /// <summary>The boxes' numbers and the scores, as the model writes them.</summary>
    public (float[] Boxes, float[] Scores) Values(IReadOnlyList<OutputValue> outputs)
    {
        var boxes = form.Boxes.Table(outputs);
        var scores = form.Scores.Table(outputs);
        int first = form.IsTogether ? 4 : 0;
        int columns = form.ScoreFormat == DetectionScoreFormat.ScoreAndClass ? 1 : form.Scores.Columns - first;
        return (
            [.. Enumerable.Range(0, boxes.Places * 4).Select(i => boxes[i / 4, i % 4])],
            [.. Enumerable.Range(0, scores.Places * columns).Select(i => scores[i / columns, first + (i % columns)])]);
    }

    /// <summary>Every place and class with its score.</summary>
    public void Visit(IReadOnlyList<OutputValue> outputs, Action<int, int, float> visit)
    {
        var scores = form.Scores.Table(outputs);
        PlaceTable? classes = form.Classes?.Table(outputs);
        bool hasObjectness = form.ScoreFormat == DetectionScoreFormat.ObjectnessAndEachClass;
        bool isLast = form.ScoreFormat == DetectionScoreFormat.ScoreAndClass;
        for (int place = 0; place < scores.Places; place++)
        {
            float factor = hasObjectness ? scores[place, form.FirstScore - 1] : 1;
            for (int column = 0; column < form.ScoreColumns; column++)
            {
                int named = classes is { } table ? (int)table[place, 0] : isLast ? (int)scores[place, form.FirstScore + 1] : column;
                visit(place, named, factor * scores[place, form.FirstScore + column]);
            }
        }
    }

    /// <summary>The class of the labels; -1 for the background.</summary>
    private int ClassOf(int column) => _background < 0 || column < _background ? column : column == _background ? -1 : column - 1;

    private Box BoxAt(PlaceTable boxes, int place)
    {
        double a = boxes[place, 0], b = boxes[place, 1], c = boxes[place, 2], d = boxes[place, 3];
        var (x0, y0, x1, y1) = _boxFormat switch
        {
            DetectionBoxFormat.CornersYX => (b, a, d, c),
            DetectionBoxFormat.CenterAndSize => (a - (c / 2), b - (d / 2), a + (c / 2), b + (d / 2)),
            DetectionBoxFormat.CornerAndSize => (a, b, a + c, b + d),
            _ => (a, b, c, d),
        };
        return new Box(x0 * options.BoxScaleX, y0 * options.BoxScaleY, x1 * options.BoxScaleX, y1 * options.BoxScaleY);
    }
}
