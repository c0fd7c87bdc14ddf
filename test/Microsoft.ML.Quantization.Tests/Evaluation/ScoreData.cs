namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>Made-up scores of an FP32 and an INT8 model, the latter a little off.</summary>
internal sealed record ScoreData(float[][] Expected, float[][] Actual, int[] Labels)
{
    public static ScoreData Create(int rows, int classes, int seed = 4, float noise = 0.4f)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => Math.Min(random.Next(classes), random.Next(classes)))];
        float[][] expected = Array.ConvertAll(labels, label => Scores(random, classes, label));
        float[][] actual = Array.ConvertAll(expected, scores => Array.ConvertAll(scores, score => score + (noise * (float)Statistics.Simulation.Normal(random))));
        return new ScoreData(expected, actual, labels);
    }

    /// <summary>The same with one score, for the second of two classes.</summary>
    public ScoreData Single() => this with
    {
        Expected = Array.ConvertAll(Expected, scores => new[] { scores[1] - scores[0] }),
        Actual = Array.ConvertAll(Actual, scores => new[] { scores[1] - scores[0] }),
    };

    public ScoreData Map(Func<float, float> map) => this with
    {
        Expected = Array.ConvertAll(Expected, scores => Array.ConvertAll(scores, score => map(score))),
        Actual = Array.ConvertAll(Actual, scores => Array.ConvertAll(scores, score => map(score))),
    };

    public Quantization.Evaluation.LabelledRow[] Rows(ScorePairs models, bool labelled = true) =>
        [.. Labels.Select((label, i) => labelled ? models.Row(Expected[i], Actual[i], label) : models.Row(Expected[i], Actual[i]))];

    private static float[] Scores(Random random, int classes, int label) =>
        [.. Enumerable.Range(0, classes).Select(i => (float)Statistics.Simulation.Normal(random) + (i == label ? 2 : 0))];
}
