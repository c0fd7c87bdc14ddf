using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Finds out how one output holds boxes and scores: which dimension are the places, and what stands beside a box.</summary>
/// <param name="output">The output for a row.</param>
/// <param name="options">What is known.</param>
/// <param name="classes">How many classes there are without the background; <see langword="null"/> where that is not known.</param>
internal sealed class JointFormSearch(OutputValue output, DetectionOptions options, int? classes)
{
    private const int BoxColumns = 4;
    private const int FewestColumns = BoxColumns + 1;

    private readonly long[] _shape = output.Shape;

    /// <summary>The numbers that may stand beside a box, by what they are.</summary>
    private IEnumerable<(DetectionScoreFormat Format, long Numbers)> Forms
    {
        get
        {
            long scores = (classes ?? 0) + (options.BackgroundClass >= 0 ? 1 : 0);
            (DetectionScoreFormat Format, long Numbers)[] all =
            [
                (DetectionScoreFormat.EachClass, scores), (DetectionScoreFormat.ObjectnessAndEachClass, scores + 1), (DetectionScoreFormat.ScoreAndClass, 2),
            ];
            return all.Where(form => options.ScoreFormat is DetectionScoreFormat.Auto || options.ScoreFormat == form.Format);
        }
    }

    /// <summary>Whether an output may be of this kind.</summary>
    public static bool IsPossible(OutputValue output) =>
        output.Shape.Length >= 2 && output.Shape.SkipLast(2).All(size => size == 1) && Math.Max(output.Shape[^1], output.Shape[^2]) >= FewestColumns;

    /// <exception cref="InvalidOperationException">The shape and the options do not tell, or contradict each other.</exception>
    public DetectionForm Find()
    {
        if (!IsPossible(output))
        {
            throw new InvalidOperationException($"Output {DetectionFormSearch.Text(output)} holds no boxes: those are [1, n, 4], or with scores [1, n, 4 + k] or [1, 4 + k, n]. Name another in {nameof(options.BoxesOutput)}.");
        }

        return classes == null && options.ScoreFormat != DetectionScoreFormat.ScoreAndClass ? WithoutClasses() : WithClasses();
    }

    private DetectionForm WithClasses()
    {
        bool Fits(long columns) => Forms.Any(form => BoxColumns + form.Numbers == columns);
        bool last = Fits(_shape[^1]);
        bool first = Fits(_shape[^2]);
        if (!last && !first)
        {
            string forms = string.Join(", ", Forms.Select(form => $"4 + {form.Numbers} ({form.Format})"));
            throw new InvalidOperationException(
                $"Output {DetectionFormSearch.Text(output)} has for each place none of {forms} numbers, as a model of {classes ?? 1} classes would. Set {nameof(options.ClassCount)} to the number of classes that the model tells apart, without the background; "
                + $"where the labels are keys, it is taken from them. {nameof(options.BackgroundClass)} says whether there is a background.");
        }

        bool isTransposed = last && first ? _shape[^2] < _shape[^1] : first;
        long columns = isTransposed ? _shape[^2] : _shape[^1];
        return Form(columns, isTransposed, Forms.First(form => BoxColumns + form.Numbers == columns).Format);
    }

    /// <summary>There are more places than numbers of a place.</summary>
    private DetectionForm WithoutClasses()
    {
        bool isTransposed = _shape[^2] < _shape[^1];
        long columns = Math.Min(_shape[^1], _shape[^2]);
        if (columns < FewestColumns || _shape[^1] == _shape[^2])
        {
            throw new InvalidOperationException($"The shape of output {DetectionFormSearch.Text(output)} does not tell which of its dimensions are the places. Set {nameof(options.ClassCount)} to the number of classes, without the background.");
        }

        return options.ScoreFormat != DetectionScoreFormat.Auto ? Form(columns, isTransposed, options.ScoreFormat)
            : columns == FewestColumns ? Form(columns, isTransposed, DetectionScoreFormat.EachClass)
            : throw new InvalidOperationException(
                $"Output {DetectionFormSearch.Text(output)} has {columns - BoxColumns} numbers beside each box: a score for each of so many classes, or objectness and a score for each of {columns - FewestColumns}. Set {nameof(options.ClassCount)} or {nameof(options.ScoreFormat)} of the {nameof(DetectionOptions)}.");
    }

    private DetectionForm Form(long columns, bool isTransposed, DetectionScoreFormat format)
    {
        var layout = new PlaceLayout(output.Name, (int)columns, isTransposed);
        return new DetectionForm(layout, layout, format);
    }
}
