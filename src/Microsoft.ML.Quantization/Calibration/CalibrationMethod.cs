namespace Microsoft.ML.Quantization;

/// <summary>How the range of an activation tensor is chosen from what was observed of it.</summary>
public enum CalibrationMethod
{
    /// <summary>The smallest and largest value observed: nothing is clipped, and outliers widen every step.</summary>
    MinMax,

    /// <summary>
    /// The threshold whose quantized histogram is closest to the observed one in Kullback-Leibler divergence
    /// (S. Migacz, "8-bit inference with TensorRT", GTC 2017), searched over 2,048 bins or more and 128 levels.
    /// </summary>
    Entropy,

    /// <summary>The range that holds <see cref="QuantizationOptions.Percentile"/> percent of the observed values.</summary>
    Percentile,

    /// <summary>The range with the least expected squared error of quantizing the observed values, clipping included.</summary>
    MeanSquaredError,

    /// <summary>
    /// The method of the others whose INT8 model has outputs closest to those of FP32, by their signal-to-quantization-noise ratio on
    /// 16 calibration rows. All methods choose from the same observation; <see cref="MeanSquaredError"/> is taken unless another is better
    /// by half a decibel.
    /// </summary>
    Auto,
}
