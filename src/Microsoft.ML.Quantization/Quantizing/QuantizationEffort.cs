namespace Microsoft.ML.Quantization;

/// <summary>How much work goes into the numbers of an INT8 model: its scales, integers and biases. The nodes are the same, and so is the time of a row.</summary>
public enum QuantizationEffort
{
    /// <summary>Ranges from the calibration rows and corrected biases, and nothing else: the shortest <c>Fit</c>.</summary>
    Fast,

    /// <summary>
    /// Every pass of <see cref="QuantizationPasses"/> that is safe for any model, each kept only if it brings the outputs closer to FP32's on
    /// calibration rows that were held back from it.
    /// </summary>
    Default,

    /// <summary>As <see cref="Default"/>, and for small models and 300 rows or more a search for the ranges that are best at the outputs: minutes instead of seconds.</summary>
    Best,
}
