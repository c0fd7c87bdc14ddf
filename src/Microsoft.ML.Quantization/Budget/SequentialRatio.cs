using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>
/// Times models against the first until it is clear on which side of a budget each is: it looks after a dozen rounds and whenever they have
/// doubled, and every look, of whichever model, has the confidence of <see cref="LookLevel"/>. So a model that is far from the budget costs
/// little, one at its edge is measured for long, and all that is called proven holds together with 95 %.
/// </summary>
/// <param name="budget">The most that a ratio may be; <see langword="null"/> where there is no budget: then one look is all.</param>
internal sealed class SequentialRatio(double? budget)
{
    private const int FewestRounds = 5;
    private const int FirstLook = 12;

    /// <summary>To turn a model down early proves nothing, so it need not be as sure.</summary>
    private const double LevelToReject = 0.95;

    private int _looks;

    /// <param name="round">Times both models and gives the ratio.</param>
    /// <param name="isTimeUp">Whether no more than so many rounds should be taken.</param>
    public LatencyEstimate Measure(Func<double> round, Func<int, bool> isTimeUp)
    {
        List<double> ratios = [];
        double level = LookLevel.Compute(_looks + 1);
        int look = budget == null ? FewestRounds : First(level);
        while (true)
        {
            ratios.Add(round());
            if (ratios.Count is >= FewestRounds and <= FirstLook && LatencyEstimate.Create(ratios, LevelToReject).LowBound > budget)
            {
                return LatencyEstimate.Create(ratios, level);
            }

            if (ratios.Count < look || (budget == null && !isTimeUp(ratios.Count)))
            {
                continue;
            }

            _looks++;
            var estimate = LatencyEstimate.Create(ratios, level);
            if (budget == null || estimate.Bound <= budget || estimate.LowBound > budget || isTimeUp(ratios.Count))
            {
                return estimate;
            }

            (look, level) = (2 * ratios.Count, LookLevel.Compute(_looks + 1));
        }
    }

    private static int First(double level) => Math.Max(FirstLook, MedianInterval.SizeFor(1 - level));
}
