using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Refuses rows that cannot be compared, by their number, and options that the model contradicts.</summary>
internal sealed class DetectionCheck(DetectionReader reader, DetectionOptions options, int? classes, string? labelColumn)
{
    /// <summary>Beyond what rounding makes of a probability.</summary>
    private const float Slack = 1e-2f;

    /// <summary>So many boxes the wrong way round are no chance.</summary>
    private const int ManyBoxes = 8;

    private int? ModelClasses => reader.Form.TellsClass ? options.ClassCount : reader.Form.ScoreColumns - (options.BackgroundClass >= 0 ? 1 : 0);

    /// <summary>Whether the scores have a background that the options do not name, or are not of the classes that the labels have.</summary>
    /// <param name="first">The outputs of the FP32 model for the first row.</param>
    /// <exception cref="InvalidOperationException">They are so.</exception>
    public void Classes(IReadOnlyList<OutputValue> first)
    {
        if (reader.Form.TellsClass)
        {
            return;
        }

        int columns = reader.Form.ScoreColumns;
        if (options.BackgroundClass is null && ((classes is { } known && columns == known + 1) || (classes != columns && columns > 1 && AddUpToOne(first))))
        {
            throw new InvalidOperationException(
                $"Output '{reader.Form.Scores.Output}' has {columns} scores a place, which {(classes + 1 == columns ? $"is one more than there are classes ({classes})" : "add up to 1")}: one of them seems to stand for the background. "
                + $"Set {nameof(options.BackgroundClass)} of the {nameof(DetectionOptions)} to it, 0 for SSD and its kin, or to -1 if there is none.");
        }

        if (options.BackgroundClass >= columns || (classes is { } wanted && wanted != ModelClasses))
        {
            throw new InvalidOperationException(
                $"Output '{reader.Form.Scores.Output}' has {columns} scores a place{(options.BackgroundClass >= 0 ? $", class {options.BackgroundClass} being the background" : "")}, which does not go with {classes ?? 0} classes. Labels must be numbered as the model's "
                + $"classes are: give the key column all of their values, or set {nameof(options.ClassCount)} to the number of classes that the model tells apart, without the background.");
        }
    }

    /// <exception cref="InvalidOperationException">An object is of no class of the model.</exception>
    public void Objects(long row, LabelledObject[] objects)
    {
        foreach (var each in objects)
        {
            if (each.Class >= ModelClasses)
            {
                throw new InvalidOperationException(
                    $"Row {row} has an object of class {each.Class} (counted from 0) in column '{labelColumn}', but the model tells {ModelClasses} classes apart. Labels must be numbered as the model's classes are, without the background.");
            }
        }
    }

    /// <exception cref="InvalidOperationException">A value is NaN.</exception>
    public static void Numbers(long row, IReadOnlyList<OutputValue> outputs, string model)
    {
        foreach (var output in outputs)
        {
            if (Array.Exists(output.Values, float.IsNaN))
            {
                throw new InvalidOperationException(
                    $"The {model} model gives NaN in output '{output.Name}' for row {row}. Check that row's input for values the model cannot take (a logarithm of 0, a division by 0, NaN itself), or leave it out.");
            }
        }
    }

    /// <summary>Whether what FP32 gives can be what the options say.</summary>
    /// <exception cref="InvalidOperationException">Scores are no probabilities, or most boxes the wrong way round.</exception>
    public void Detections(long row, float[] scores, Detection[] detections)
    {
        bool isProduct = reader.Form.ScoreFormat == DetectionScoreFormat.ObjectnessAndEachClass;
        if (options.ScoreThreshold is null || isProduct)
        {
            if (Array.Find(scores, score => score is < -Slack or > 1 + Slack) is var outside and not 0f)
            {
                throw new InvalidOperationException(
                    $"The FP32 model gives the score {outside} in output '{reader.Form.Scores.Output}' for row {row}, which is no probability. "
                    + (isProduct ? "Objectness and class scores are multiplied: export the model with its Sigmoid."
                        : $"Set {nameof(options.ScoreThreshold)} and {nameof(options.AgreementThreshold)} in the unit of the scores: for logits -2.9 is 5 % and 0 is a half. If these are no scores, name the output in {nameof(options.ScoresOutput)}."));
            }
        }

        int turned = detections.Count(detection => detection.Box.X1 < detection.Box.X0 || detection.Box.Y1 < detection.Box.Y0);
        if (turned >= ManyBoxes && 2 * turned > detections.Length)
        {
            throw new InvalidOperationException(
                $"Of {detections.Length} boxes of the FP32 model for row {row}, {turned} end before they begin. They were read as {reader.BoxFormat}: set {nameof(options.BoxFormat)} of the {nameof(DetectionOptions)} to what the four numbers are.");
        }
    }

    private bool AddUpToOne(IReadOnlyList<OutputValue> outputs)
    {
        float[] scores = reader.Values(outputs).Scores;
        int columns = reader.Form.ScoreColumns;
        return reader.Form.ScoreFormat == DetectionScoreFormat.EachClass && scores.Length > 0
            && scores.Chunk(columns).All(place => place.Sum() is > 1 - Slack and < 1 + Slack);
    }
}
