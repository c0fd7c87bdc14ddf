using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Chains.Comparing;

/// <summary>Makes the lines of the table from what was measured.</summary>
/// <param name="made">What came of the candidates.</param>
/// <param name="times">The times, of the trained model first, then of the candidates that have a model.</param>
/// <param name="bytes">The sizes in the same order.</param>
/// <param name="level">The confidence level.</param>
internal sealed class ComparedModels(IReadOnlyList<MadeCandidate> made, LatencyRounds times, long[] bytes, double level)
{
    private readonly QuantizationEvaluation? _shared = made.FirstOrDefault(each => each.Evaluation != null)?.Evaluation;

    public long Rows => _shared?.Rows ?? 0;

    public Metric Metric => _shared?.Primary is { } primary ? new Metric(primary.Name, primary.IsAccuracy)
        : _shared != null && double.IsNaN(_shared.Agreement) ? new Metric("change of scores", IsShare: false)
        : new Metric($"agreement with {ComparedWords.OfTrained.Reference}", IsShare: true);

    public IReadOnlyList<ComparedMethod> ToMethods()
    {
        List<ComparedMethod> methods = [Line(ComparedWords.OfTrained.Line, 0, null)];
        int place = 0;
        foreach (var each in made)
        {
            methods.Add(each.Error != null
                ? new ComparedMethod(each.Candidate.Name) { Error = each.Error, MakingTime = each.Time, TrainedOptions = each.Candidate.Options }
                : Line(each.Candidate.Name, ++place, each));
        }

        return methods;
    }

    private ComparedMethod Line(string name, int place, MadeCandidate? candidate)
    {
        var evaluation = candidate?.Evaluation;
        var (ratio, interval) = times.Ratio(place, level);
        var family = new FamilyLevel(level, made.Count(each => each.Error == null));
        double milliseconds = times.Times[place].Order().ElementAt(times.Times[place].Length / 2);
        return new ComparedMethod(name)
        {
            Effort = candidate == null ? "none" : candidate.Report!.IsQuantized ? "some rows" : "some rows; nothing was quantized",
            TrainedOptions = candidate?.Candidate.Options,
            Evaluation = evaluation,
            Accuracy = evaluation == null ? _shared?.Primary?.Float ?? Known(1) : evaluation.Primary?.Quantized ?? evaluation.Agreement,
            Loss = evaluation == null ? 0 : Loss(evaluation),
            LossInterval = evaluation == null ? new ConfidenceInterval(0, 0, level) : Interval(evaluation, level),
            DecidingLossInterval = evaluation == null ? new ConfidenceInterval(0, 0, level) : IsMeasured(evaluation) ? family.IntervalOf(evaluation) : Interval(evaluation, level),
            Agreement = evaluation?.Agreement ?? Known(1),
            Sqnr = evaluation?.Sqnr ?? double.PositiveInfinity,
            MakingTime = candidate?.Time ?? TimeSpan.Zero,
            Latency = TimeSpan.FromMilliseconds(milliseconds),
            RowsPerSecond = 1000 / milliseconds,
            LatencyRatio = ratio,
            LatencyRatioInterval = interval,
            DecidingRatioInterval = times.Widened(place, family.OfEach, interval),
            Bytes = bytes[place],
        };
    }

    private double Known(double value) => _shared == null || double.IsNaN(_shared.Agreement) ? double.NaN : value;

    private static bool IsMeasured(QuantizationEvaluation evaluation) => evaluation.Primary != null || !double.IsNaN(evaluation.Agreement);

    /// <summary>Where there are neither labels nor decisions, how much the scores change stands for the loss.</summary>
    private static double Loss(QuantizationEvaluation evaluation) =>
        evaluation.Primary?.Loss ?? (double.IsNaN(evaluation.Agreement) ? evaluation.Changes!.RootMeanSquareScoreChange : 1 - evaluation.Agreement);

    private static ConfidenceInterval Interval(QuantizationEvaluation evaluation, double level) =>
        evaluation.Primary?.Interval ?? (double.IsNaN(evaluation.Agreement) ? new ConfidenceInterval(Loss(evaluation), Loss(evaluation), level) : FamilyLevel.Differing(evaluation, level));
}
