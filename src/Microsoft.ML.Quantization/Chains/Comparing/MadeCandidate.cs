namespace Microsoft.ML.Quantization.Chains.Comparing;

/// <summary>What came of a candidate: a model that was evaluated, or an error.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Time">The time to make it.</param>
internal sealed record MadeCandidate(TrainedModelCandidate Candidate, TimeSpan Time)
{
    public ITransformer? Model { get; init; }

    public TrainedModelReport? Report { get; init; }

    public QuantizationEvaluation? Evaluation { get; init; }

    public string? Error { get; init; }
}
