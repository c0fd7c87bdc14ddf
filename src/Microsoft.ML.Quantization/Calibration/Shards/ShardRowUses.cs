namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>What the values of a row are kept for.</summary>
[Flags]
internal enum ShardRowUses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It may be held back from calibration, and was not observed.</summary>
    HeldBack = 1,

    /// <summary>Ranges may be searched on it; it was observed.</summary>
    Searched = 2,

    /// <summary>The report may compare models on it.</summary>
    Reported = 4,
}
