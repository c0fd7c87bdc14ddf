namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// All that depends on where an INT8 model is to run, as data of four kinds. Placement, rewriting, mixed precision and training are handed a
/// definition and know none by name.
/// </summary>
internal sealed record TargetDefinition
{
    /// <summary>The name, as it stands in metadata.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What runs in INT8.</summary>
    public required PlacementRules Rules { get; init; }

    /// <summary>The numbers of what runs in INT8.</summary>
    public required TargetNumbers Numbers { get; init; }

    /// <summary>The target with finer weights for fewer machines; <see langword="null"/> where there is none.</summary>
    public TargetDefinition? Finer { get; init; }

    /// <summary>How it is written down.</summary>
    public required TargetWriter Writer { get; init; }

    /// <summary>How the result is looked at.</summary>
    public required TargetChecks Checks { get; init; }
}
