namespace Microsoft.ML.Quantization.Evaluation.Shards;

/// <summary>What all shards of one evaluation have alike.</summary>
/// <param name="FloatHash">The SHA-256 of the FP32 model.</param>
/// <param name="QuantizedHash">The SHA-256 of the INT8 model.</param>
/// <param name="Form">What is compared, in words.</param>
/// <param name="Count">How many shards there are.</param>
/// <param name="TotalRows">How many rows there are in all of them.</param>
internal sealed record EvaluationHeader(string FloatHash, string QuantizedHash, string Form, int Count, long TotalRows)
{
    /// <summary>Why another is not of the same evaluation, and what to do; <see langword="null"/> where it is.</summary>
    public string? Obstacle(EvaluationHeader other) =>
        FloatHash != other.FloatHash || QuantizedHash != other.QuantizedHash ? "they are of different models. Evaluate all shards with the same two files"
        : Count != other.Count ? $"the data was split into {Count} shards for the one and {other.Count} for the other. Evaluate all shards with the same number"
        : TotalRows != other.TotalRows ? $"the data had {TotalRows} rows for the one and {other.TotalRows} for the other. Evaluate all shards on the same data"
        : Form != other.Form ? $"they compare other things ({Form}; {other.Form}). Evaluate all shards with the same options and labels"
        : null;
}
