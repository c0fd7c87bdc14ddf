namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Makes a report of what became of a trained model.</summary>
internal static class TrainedModelDocument
{
    private const double MostOfTime = 0.5;

    public static ReportDocument Create(TrainedModelReport report)
    {
        double all = report.Stages.Sum(stage => stage.OriginalMicroseconds);
        return new ReportDocument
        {
            Title = report.Stages.Count == 0 ? "model" : report.Stages.LastOrDefault(stage => stage.IsQuantized)?.Name ?? report.Stages[^1].Name,
            Verdict = Verdict(report),
            Figures = [.. Figures(report)],
            Warnings = report.Warnings,
            Stages = [.. report.Stages.Select(stage => Row(stage, all))],
            Metrics = report.Evaluation?.Metrics ?? [],
            Changes = report.Evaluation?.Changes,
            Attempts = report.Attempts,
        };
    }

    /// <summary>One sentence on what the predictions are, without numbers that have to be measured first.</summary>
    public static string Predictions(TrainedModelReport report) =>
        !report.IsQuantized ? "No stage was quantized: the model is as it was"
        : report.IsExact ? $"{Quantized(report)}; all columns the same bits on {Words.Whole(report.ComparedRows)} rows"
        : report.Evaluation?.Changes is { } changes ? $"{Quantized(report)}. {changes}"
        : $"{Quantized(report)}, with rounding that was not measured";

    private static string Quantized(TrainedModelReport report) => $"{report.Stages.Count(stage => stage.IsQuantized)} of {report.Stages.Count} stages quantized";

    private static StageRow Row(TrainedStageReport stage, double all) => new(
        stage.Name,
        !stage.IsQuantized ? StageState.AsItWas : stage.IsExact ? StageState.Exact : StageState.Rounded,
        stage.Explanation,
        new Pair<long?>(stage.OriginalBytes, stage.QuantizedBytes),
        new Pair<double>(stage.OriginalMicroseconds, stage.QuantizedMicroseconds),
        all > 0 ? stage.OriginalMicroseconds / all : double.NaN);

    private static Verdict Verdict(TrainedModelReport report)
    {
        List<string> details = [$"{Predictions(report)}.", .. Notes(report)];
        if (!report.IsQuantized)
        {
            return new Verdict(VerdictLevel.Caution, "Nothing to gain: the model came back as it was.", [.. details.Skip(1), "The table of stages says why each one stays."]);
        }

        bool loses = report.Evaluation?.Primary is { } metric && metric.Interval.Low > 0;
        bool slower = report.QuantizedMicroseconds > 1.05 * report.OriginalMicroseconds;
        return new Verdict(loses || slower || report.Warnings.Count > 0 ? VerdictLevel.Caution : VerdictLevel.Good, Headline(report, slower), details);
    }

    private static string Headline(TrainedModelReport report, bool slower)
    {
        string same = report.IsExact ? "predicts the same bits" : report.Evaluation is { } evaluation && !double.IsNaN(evaluation.Agreement) ? $"decides as before on {(evaluation.Agreement == 1 ? "all" : $"{Words.Percent(evaluation.Agreement)} of")} {Words.Whole(evaluation.Rows)} rows" : "predicts nearly the same";
        string time = double.IsNaN(report.OriginalMicroseconds) ? "" : slower ? $", takes {Words.Fixed(Ratio(report), 2)} of the time" : $", takes {Words.Percent(Ratio(report))} of the time";
        string size = report.OriginalBytes is { } before && report.QuantizedBytes is { } after ? $" and {Words.Percent((double)after / before)} of the bytes" : "";
        return $"The quantized model {same}{time}{size}.";
    }

    private static IEnumerable<string> Notes(TrainedModelReport report)
    {
        if (report.Evaluation is { Changes.ChangedRows: > 0 } evaluation && !double.IsNaN(evaluation.LargestAccuracyLoss))
        {
            yield return $"At most {Words.Fixed(100 * evaluation.LargestAccuracyLoss, 2)} points of accuracy are lost, whatever the labels, with {Words.Percent(evaluation.ConfidenceLevel)} confidence.";
        }

        double all = report.Stages.Sum(stage => stage.OriginalMicroseconds);
        double stays = report.Stages.Where(stage => !stage.IsQuantized).Sum(stage => stage.OriginalMicroseconds);
        if (all > 0 && stays / all > MostOfTime)
        {
            var slowest = report.Stages.Where(stage => !stage.IsQuantized).MaxBy(stage => stage.OriginalMicroseconds)!;
            yield return $"{Words.Percent(stays / all)} of the time is in stages that stay, most of it in {slowest.Name}: no quantization helps there, and the whole model can become at most {Words.Fixed(all / stays, 2)} times faster.";
        }
    }

    private static IEnumerable<FigureCard> Figures(TrainedModelReport report)
    {
        if (report.OriginalBytes is { } before && report.QuantizedBytes is { } after)
        {
            yield return new FigureCard("Size of the file", Words.Megabytes(after), report.IsQuantized ? $"from {Words.Megabytes(before)}, ratio {Words.Fixed((double)after / before, 2)}" : "as it was");
        }

        if (!double.IsNaN(report.OriginalMicroseconds))
        {
            yield return new FigureCard(
                "Processor time of a row", StageWords.Microseconds(report.QuantizedMicroseconds), report.IsQuantized ? $"from {StageWords.Microseconds(report.OriginalMicroseconds)} in batches, ratio {Words.Fixed(Ratio(report), 2)}" : "as it was");
        }

        yield return new FigureCard("Stages quantized", $"{report.Stages.Count(stage => stage.IsQuantized)} of {report.Stages.Count}", $"{report.Stages.Count(stage => stage.IsQuantized && stage.IsExact)} exact, {report.Stages.Count(stage => !stage.IsExact)} rounded");
        if (report.Evaluation is { } evaluation)
        {
            yield return double.IsNaN(evaluation.Agreement)
                ? new FigureCard("Change of scores", Words.Number(evaluation.Changes!.RootMeanSquareScoreChange), $"of their size on {Words.Whole(evaluation.Rows)} rows")
                : new FigureCard("Decisions alike", Words.Percent(evaluation.Agreement), $"of {Words.Whole(evaluation.Rows)} rows");
        }
    }

    private static double Ratio(TrainedModelReport report) => report.QuantizedMicroseconds / report.OriginalMicroseconds;
}
