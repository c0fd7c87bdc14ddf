namespace Microsoft.ML.Quantization;

/// <summary>How much work goes into the numbers of an INT8 model: its scales, integers and biases. The nodes are the same, and so is the time of a row.</summary>
public enum QuantizationEffort
{
    /// <summary>Ranges from the calibration rows and corrected biases, and nothing else: the shortest <c>Fit</c>.</summary>
    Fast,

    /// <summary>
    /// Every pass of <see cref="QuantizationPasses"/> that is safe for any model, each kept only if it brings the outputs closer to FP32's on
    /// calibration rows that were held back from it: every third, at most 112. With fewer than 150 rows none is held back, and only what changes nothing in
    /// FP32 is done.
    /// </summary>
    Default,

    /// <summary>
    /// As <see cref="Default"/>, and searches: units of channels that weigh the rounding of weights otherwise and, for small
    /// nets and from 300 rows on, <see cref="QuantizationPasses.RangeDescent"/>. Each is kept only if held-back rows come closer to FP32, so that the model is the
    /// one of <see cref="Default"/> where nothing is found. It takes seconds, up to a minute or two, bounded by a fixed amount of work, not by time: the same rows
    /// give the same bytes.
    /// </summary>
    Best,
}
