using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Makes the lines of the table from what was measured.</summary>
/// <param name="floatBytes">The size of the FP32 model.</param>
/// <param name="latency">The times, of FP32 first, then of the candidates that have a model and run on this machine; <see langword="null"/> where there was no row.</param>
/// <param name="level">The confidence level.</param>
/// <param name="made">What came of the candidates.</param>
/// <param name="evaluations">What came of evaluating them; <see langword="null"/> for those without a model.</param>
internal sealed class MeasuredMethods(long floatBytes, LatencyRounds? latency, double level, IReadOnlyList<MadeModel> made, EvaluatedModel?[] evaluations)
{
    /// <summary>What the model as it is is called.</summary>
    public const string Float = "FP32";

    /// <summary>Any evaluation: they share the rows and FP32's numbers.</summary>
    private readonly QuantizationEvaluation? _shared = Array.Find(evaluations, each => each?.Evaluation != null)?.Evaluation;

    public long Rows => _shared?.Rows ?? 0;

    public Metric Metric => _shared?.Primary is { } primary ? new Metric(primary.Name, primary.IsAccuracy)
        : _shared == null ? new Metric("accuracy", IsShare: true)
        : new Metric("agreement with FP32", IsShare: true);

    private FamilyLevel Family => new(level, evaluations.Count(each => each?.Evaluation != null));

    private ConfidenceInterval Unknown => new(double.NaN, double.NaN, level);

    public IReadOnlyList<ComparedMethod> ToMethods()
    {
        List<ComparedMethod> methods = [Reference()];
        int place = 0;
        for (int i = 0; i < made.Count; i++)
        {
            place += made[i].IsTimed ? 1 : 0;
            methods.Add((made[i].Error ?? evaluations[i]?.Error) is { } error ? Failed(made[i], error) : Method(made[i], made[i].IsTimed ? latency : null, place, evaluations[i]!.Evaluation!));
        }

        return methods;
    }

    private static ComparedMethod Failed(MadeModel made, Exception error) =>
        new(made.Candidate.Name) { Effort = made.Candidate.Effort, Error = error.Message, MakingTime = made.Time };

    private ComparedMethod Reference()
    {
        double agreement = _shared == null || double.IsNaN(_shared.Agreement) ? double.NaN : 1;
        return new ComparedMethod(Float)
        {
            Effort = "none",
            Accuracy = _shared?.Primary?.Float ?? agreement,
            Loss = 0,
            LossInterval = new ConfidenceInterval(0, 0, level),
            Agreement = agreement,
            Sqnr = double.PositiveInfinity,
            Latency = latency?.Median(0) ?? TimeSpan.Zero,
            LatencyRatio = latency == null ? double.NaN : 1,
            LatencyRatioInterval = latency == null ? Unknown : new ConfidenceInterval(1, 1, level),
            Bytes = floatBytes,
        };
    }

    private ComparedMethod Method(MadeModel method, LatencyRounds? times, int place, QuantizationEvaluation evaluation)
    {
        var (ratio, interval) = times?.Ratio(place, level) ?? (double.NaN, Unknown);
        var family = Family;
        return new ComparedMethod(method.Candidate.Name)
        {
            Effort = method.Candidate.Effort + PassWords.Kept(method.Result!.Passes),
            Options = (method.Candidate as PostTrainingCandidate)?.Options,
            Evaluation = evaluation,
            Accuracy = evaluation.Primary?.Quantized ?? evaluation.Agreement,
            Loss = evaluation.Primary?.Loss ?? (1 - evaluation.Agreement),
            LossInterval = evaluation.Primary?.Interval ?? FamilyLevel.Differing(evaluation, level),
            DecidingLossInterval = family.IntervalOf(evaluation),
            Agreement = evaluation.Agreement,
            Sqnr = evaluation.Sqnr,
            MakingTime = method.Time,
            Latency = times?.Median(place) ?? TimeSpan.Zero,
            LatencyRatio = ratio,
            LatencyRatioInterval = interval,
            DecidingRatioInterval = times?.Widened(place, family.OfEach, interval) ?? Unknown,
            Bytes = method.Bytes,
            Elsewhere = method.IsTimed ? null : method.Result!.Target!.Name,
            PeakMemoryBytes = method.PeakMemoryBytes,
        };
    }
}
