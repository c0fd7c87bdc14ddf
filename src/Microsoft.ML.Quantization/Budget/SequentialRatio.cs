namespace Microsoft.ML.Quantization.Budget;

/// <summary>
/// Times models against the first until it is clear on which side of a budget each is: it looks after 24 rounds and whenever they have doubled, and
/// every look, of whichever model, has the confidence of <see cref="LookLevel"/>. So a model that is far from the budget costs little, one at
/// its edge is measured for long, and all that is called proven holds together with 95 %.
/// </summary>
/// <param name="budget">The most that a ratio may be; <see langword="null"/> where there is no budget: then one look is all.</param>
internal sealed class SequentialRatio(double? budget)
{
    private const int FirstLook = 24;
    private const int FewestRounds = 11;

    private int _looks;

    /// <param name="round">Times both models and gives the ratio.</param>
    /// <param name="isTimeUp">Whether no more rounds than there are should be taken, given their number.</param>
    public LatencyEstimate Of(Func<double> round, Func<int, bool> isTimeUp)
    {
        List<double> ratios = [];
        for (int look = budget == null ? FewestRounds : FirstLook; ; look *= 2)
        {
            while (ratios.Count < look || (budget == null && !isTimeUp(ratios.Count)))
            {
                ratios.Add(round());
            }

            _looks++;
            var estimate = LatencyEstimate.Of(ratios, LookLevel.Of(_looks));
            if (budget == null || estimate.Bound <= budget || estimate.LowBound > budget || isTimeUp(ratios.Count))
            {
                return estimate;
            }
        }
    }
}
