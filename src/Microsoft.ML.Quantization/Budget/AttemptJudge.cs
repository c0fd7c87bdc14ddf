using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Measures how models stand to the budgets: first the time, as it takes a few seconds; then, of those that are fast enough, the accuracy.</summary>
/// <param name="budget">What a model may cost.</param>
/// <param name="meter">Measures the time.</param>
/// <param name="trial">Measures the accuracy; <see langword="null"/> without a budget for it.</param>
internal sealed class AttemptJudge(QuantizationBudget budget, ILatencyMeter meter, IAccuracyTrial? trial)
{
    private int _looks;

    /// <summary>Whether the validation rows are enough to prove the next model, if it makes no mistake.</summary>
    public bool CanProveMore => trial == null || trial.CanProve(budget.MaxAccuracyLoss!.Value, LookLevel.Compute(_looks + 1));

    public QuantizationAttempt Judge(BudgetCandidate step, QuantizationResult result)
    {
        bool isFloat = QuantizationDetector.Describe(result.Model.Proto) == null;
        var time = isFloat ? LatencyEstimate.OfFloat : meter.Measure(result.Model);
        var standing = time.StandingTo(budget.MaxLatencyRatio);
        var loss = trial == null || standing == Standing.Missed ? null : Loss(trial, result.Model);
        return new QuantizationAttempt(step.Name)
        {
            Loss = loss?.Loss ?? double.NaN,
            LossInterval = loss?.Interval ?? MeasuredModel.Unknown,
            LossBound = loss?.Bound ?? double.NaN,
            LossStanding = trial == null ? Standing.Proven : loss?.StandingTo(budget.MaxAccuracyLoss!.Value) ?? Standing.Missed,
            Rows = loss == null ? 0 : trial!.Rows,
            Sqnr = isFloat ? double.PositiveInfinity : step.Sqnr,
            LatencyRatio = time.Ratio,
            LatencyRatioInterval = time.Interval,
            LatencyRatioBound = time.Bound,
            LatencyStanding = standing,
            FloatNodes = step.FloatNodes,
            Outcome = string.Join(' ', Outcomes(time, loss, isFloat)),
        };
    }

    private LossEstimate Loss(IAccuracyTrial rows, OnnxModel model)
    {
        _looks++;
        return rows.Measure(model, budget.MaxAccuracyLoss!.Value, LookLevel.Compute(_looks));
    }

    private IEnumerable<string> Outcomes(LatencyEstimate time, LossEstimate? loss, bool isFloat)
    {
        if (isFloat)
        {
            yield return "Nothing in it runs in INT8: it is the FP32 model.";
        }

        if (loss != null)
        {
            yield return BudgetText.Outcome(loss, budget.MaxAccuracyLoss!.Value);
        }

        if (budget.MaxLatencyRatio is { } most)
        {
            yield return BudgetText.Outcome(time, most);
        }
    }
}
