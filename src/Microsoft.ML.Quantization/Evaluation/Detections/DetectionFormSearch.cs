using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Finds out of the options and the shapes of the outputs for a row where boxes and scores are, and asks for what they do not tell.</summary>
/// <param name="outputs">All outputs that hold numbers.</param>
/// <param name="options">What is known.</param>
/// <param name="classes">How many classes there are without the background; <see langword="null"/> where that is not known.</param>
internal sealed class DetectionFormSearch(IReadOnlyList<OutputValue> outputs, DetectionOptions options, int? classes)
{
    private const int BoxColumns = 4;

    private string Shapes => string.Join(", ", outputs.Select(Text));

    /// <exception cref="InvalidOperationException">The shapes and the options do not tell, or contradict each other.</exception>
    public DetectionForm Find()
    {
        var boxes = options.BoxesOutput is { } name ? Named(name, nameof(options.BoxesOutput)) : Boxes();
        return Alone(boxes) is { } layout ? Apart(layout, boxes) : new JointFormSearch(boxes, options, classes).Find();
    }

    public static string Text(OutputValue output) => $"'{output.Name}' [{string.Join(", ", output.Shape)}]";

    private OutputValue Named(string name, string option) => outputs.Any(output => output.Name == name)
        ? outputs.First(output => output.Name == name)
        : throw new InvalidOperationException($"{option} is '{name}', but the model's outputs of numbers for a row are {Shapes}. Name one of them.");

    /// <summary>The only output that may hold boxes: by preference one that holds nothing else.</summary>
    private OutputValue Boxes()
    {
        OutputValue[] others = [.. outputs.Where(output => output.IsFloat && output.Name != options.ScoresOutput && output.Name != options.ClassesOutput)];
        OutputValue[] alone = [.. others.Where(output => Alone(output) != null)];
        OutputValue[] found = alone.Length > 0 ? alone : [.. others.Where(JointFormSearch.IsPossible)];
        return found.Length == 1 ? found[0] : throw new InvalidOperationException(
            $"{(found.Length == 0 ? "No output" : "More than one output")} can hold boxes ([1, n, 4], or with scores [1, n, 4 + k] or [1, 4 + k, n]); for a row there are {Shapes}. Name it in {nameof(DetectionOptions.BoxesOutput)} of the {nameof(DetectionOptions)}.");
    }

    private static PlaceLayout? Alone(OutputValue output) => output.Shape switch
    {
        [.., BoxColumns] when output.Shape.Length > 1 => new PlaceLayout(output.Name, BoxColumns, IsTransposed: false),
        [1, BoxColumns, _] => new PlaceLayout(output.Name, BoxColumns, IsTransposed: true),
        _ => null,
    };

    private DetectionForm Apart(PlaceLayout boxes, OutputValue output)
    {
        long places = output.Values.Length / BoxColumns;
        OutputValue[] others = [.. outputs.Where(each => each.Name != boxes.Output && PlaceTable.Layout(each, places) != null)];
        var scores = options.ScoresOutput is { } name ? Layout(Named(name, nameof(options.ScoresOutput)), places) : Scores(others.Where(each => each.IsFloat && each.Name != options.ClassesOutput), output, places);
        var chosen = options.ClassesOutput is { } named ? Layout(Named(named, nameof(options.ClassesOutput)), places)
            : scores.Columns == 1 ? Classes(others.Where(each => !each.IsFloat && each.Name != scores.Output), places) : null;
        return chosen == null || (scores.Columns == 1 && chosen.Columns == 1)
            ? new DetectionForm(boxes, scores, DetectionScoreFormat.EachClass, chosen)
            : throw new InvalidOperationException(
                $"Output '{chosen.Output}' is to tell the class of each of {places} boxes, but it has {chosen.Columns} numbers for each, and '{scores.Output}' {scores.Columns} scores. Leave {nameof(options.ClassesOutput)} unset where there is a score for each class.");
    }

    private static PlaceLayout Layout(OutputValue output, long places) => PlaceTable.Layout(output, places)
        ?? throw new InvalidOperationException($"Output {Text(output)} has not as many places as there are boxes, {places}. Name another output.");

    private PlaceLayout Scores(IEnumerable<OutputValue> candidates, OutputValue boxes, long places)
    {
        PlaceLayout[] found = [.. candidates.Select(each => PlaceTable.Layout(each, places)!)];
        if (found.Length > 1 && classes + (options.BackgroundClass >= 0 ? 1 : 0) is { } wanted && found.Count(each => each.Columns == wanted) == 1)
        {
            found = [found.First(each => each.Columns == wanted)];
        }

        return found.Length == 1 ? found[0] : throw new InvalidOperationException(
            $"{(found.Length == 0 ? "No output" : "More than one output")} can hold the scores of the {places} boxes of {Text(boxes)}; for a row there are {Shapes}. Name it in {nameof(options.ScoresOutput)} of the {nameof(DetectionOptions)}, and in {nameof(options.ClassesOutput)} the one that tells the class of each box, if there is one.");
    }

    private PlaceLayout? Classes(IEnumerable<OutputValue> candidates, long places)
    {
        PlaceLayout[] found = [.. candidates.Select(each => PlaceTable.Layout(each, places)!).Where(layout => layout.Columns == 1)];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new InvalidOperationException(
            $"More than one output can tell the classes of the {places} boxes; for a row there are {Shapes}. Name it in {nameof(options.ClassesOutput)} of the {nameof(DetectionOptions)}.");
    }
}
