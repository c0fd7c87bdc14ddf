namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>What all shards of one calibration have alike.</summary>
/// <param name="ModelHash">The SHA-256 of the model.</param>
/// <param name="Options">The options that decide what is observed, in words.</param>
/// <param name="IsEqualized">Whether the model was equalized before.</param>
/// <param name="HoldsBack">Whether rows were held back.</param>
/// <param name="Searches">Whether rows were kept to search ranges on.</param>
/// <param name="Count">How many shards there are.</param>
/// <param name="TotalRows">How many rows there are in all of them.</param>
internal sealed record ShardHeader(string ModelHash, string Options, bool IsEqualized, bool HoldsBack, bool Searches, int Count, long TotalRows)
{
    /// <summary>Why another is not of the same calibration, and what to do; <see langword="null"/> where it is.</summary>
    public string? Obstacle(ShardHeader other) =>
        ModelHash != other.ModelHash ? "they are of different models. Calibrate all shards of one model file"
        : Count != other.Count ? $"the data was split into {Count} shards for the one and {other.Count} for the other. Calibrate all shards with the same number"
        : TotalRows != other.TotalRows ? $"the data had {TotalRows} rows for the one and {other.TotalRows} for the other. Calibrate all shards on the same data"
        : this != other ? $"they were calibrated with different options ({Options}; {other.Options}). Calibrate all shards with the same options"
        : null;
}
