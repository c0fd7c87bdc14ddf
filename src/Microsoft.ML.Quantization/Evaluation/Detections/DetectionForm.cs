namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Where in a model's outputs boxes, scores and classes are.</summary>
/// <param name="Boxes">The boxes, four numbers from the first column on.</param>
/// <param name="Scores">The scores; the same as <paramref name="Boxes"/> where they stand together.</param>
/// <param name="ScoreFormat">What the scores are; never Auto.</param>
/// <param name="Classes">The class of each place, where it is in an output of its own.</param>
internal sealed record DetectionForm(PlaceLayout Boxes, PlaceLayout Scores, DetectionScoreFormat ScoreFormat, PlaceLayout? Classes = null)
{
    private const int BoxColumns = 4;

    public bool IsTogether => Boxes == Scores;

    /// <summary>The outputs that are read.</summary>
    public string[] Outputs => [.. new[] { Boxes.Output, Scores.Output, Classes?.Output }.OfType<string>().Distinct()];

    /// <summary>The column of the first score.</summary>
    public int FirstScore => (IsTogether ? BoxColumns : 0) + (ScoreFormat == DetectionScoreFormat.ObjectnessAndEachClass ? 1 : 0);

    /// <summary>The columns of scores, one for each class, the background among them; one where the class is chosen.</summary>
    public int ScoreColumns => ScoreFormat == DetectionScoreFormat.ScoreAndClass ? 1 : Scores.Columns - FirstScore;

    /// <summary>Whether the model tells the class of each place.</summary>
    public bool TellsClass => Classes != null || ScoreFormat == DetectionScoreFormat.ScoreAndClass;
}
