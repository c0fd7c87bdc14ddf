using Microsoft.ML.Quantization;

namespace Benchmarks.Ablation;

/// <summary>Which passes run.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Change">The options of a model with it.</param>
internal sealed record AblationVariant(string Name, Func<QuantizationOptions, QuantizationOptions> Change)
{
    private static readonly QuantizationPasses Nothing = new() { ConsumerRanges = false, Equalization = false, ChannelShift = false, WeightRounding = false, RangeDescent = false };

    private static readonly QuantizationPasses Everything = new() { ConsumerRanges = true, Equalization = true, ChannelShift = true, WeightRounding = true };

    public static IReadOnlyList<AblationVariant> All { get; } =
    [
        new("fast", options => options with { Effort = QuantizationEffort.Fast }),
        new("no bias correction", options => options with { Effort = QuantizationEffort.Fast, BiasCorrection = false }),
        Only("only ranges", Nothing with { ConsumerRanges = true }),
        Only("only equalization", Nothing with { Equalization = true }),
        Only("only shift", Nothing with { ChannelShift = true }),
        Only("only rounding", Nothing with { WeightRounding = true }),
        Only("only descent", Nothing with { RangeDescent = true }),
        Only("all", Everything),
        Only("all but ranges", Everything with { ConsumerRanges = false }),
        Only("all but equalization", Everything with { Equalization = false }),
        Only("all but shift", Everything with { ChannelShift = false }),
        Only("all but rounding", Everything with { WeightRounding = false }),
        new("default", options => options with { Effort = QuantizationEffort.Default }),
        new("best", options => options with { Effort = QuantizationEffort.Best }),
    ];

    /// <summary>Passes that are kept whatever the held-back rows say.</summary>
    private static AblationVariant Only(string name, QuantizationPasses passes) => new(name, options => options with { Effort = QuantizationEffort.Fast, Passes = passes });
}
