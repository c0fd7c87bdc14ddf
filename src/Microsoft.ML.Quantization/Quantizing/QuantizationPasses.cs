namespace Microsoft.ML.Quantization;

/// <summary>
/// Which passes over the numbers of a model run, whatever <see cref="QuantizationOptions.Effort"/> says: <see langword="true"/> runs a pass and keeps
/// what it does, <see langword="false"/> leaves it out, <see langword="null"/> leaves it to the effort.
/// </summary>
/// <example>
/// <code>
/// var options = new QuantizationOptions
/// {
///     Effort = QuantizationEffort.Default,
///     Passes = new QuantizationPasses { WeightRounding = false },
/// };
/// </code>
/// </example>
public sealed record QuantizationPasses
{
    /// <summary>
    /// Whether activation ranges are chosen by the error that the layers behind them make of it, where <see cref="QuantizationOptions.Calibration"/> is not set.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public bool? ConsumerRanges { get; init; }

    /// <summary>
    /// Whether the channels of an activation are scaled, so that they use its range alike, and clipped where that costs less than it gains. Producers and
    /// consumers take the factors into their weights: no node is added.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public bool? Equalization { get; init; }

    /// <summary>Whether the channels of residual chains are shifted to lie around zero. It changes nothing that FP32 computes.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public bool? ChannelShift { get; init; }

    /// <summary>
    /// Whether weights are rounded one after the other, each making up for the errors of those before it, by the covariance of their inputs
    /// (E. Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers", ICLR 2023).
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public bool? WeightRounding { get; init; }

    /// <summary>
    /// Whether the ends of activation ranges are moved, one tensor after the other from the last to the first, each move kept where the outputs of the INT8 model
    /// itself come closer to FP32 by 3 % on calibration rows that are not held back. It makes and runs hundreds of INT8 models, as many as a fixed amount of work
    /// allows. Ranges of tensors behind the last weights are never narrowed.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: <see cref="QuantizationEffort.Best"/> searches small nets, of 100 million multiplications a row at most, on 300 rows or more, unless <see cref="QuantizationOptions.Calibration"/> is set.</value>
    public bool? RangeDescent { get; init; }
}
