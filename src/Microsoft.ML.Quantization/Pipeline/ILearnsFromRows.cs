namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A candidate that needs more than what the calibration pass showed: rows, as often as it likes.</summary>
internal interface ILearnsFromRows
{
    /// <summary>The candidate with the rows to learn from.</summary>
    QuantizationCandidate On(FittedRows rows);

    /// <summary>The candidates, each that learns with its rows.</summary>
    static IReadOnlyList<QuantizationCandidate> Bind(IReadOnlyList<QuantizationCandidate> candidates, FittedRows rows) =>
        [.. candidates.Select(candidate => candidate is ILearnsFromRows learner ? learner.On(rows) : candidate)];
}
