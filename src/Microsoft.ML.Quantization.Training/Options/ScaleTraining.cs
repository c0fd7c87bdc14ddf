namespace Microsoft.ML.Quantization;

/// <summary>Where the scales of a quantization-aware training come from.</summary>
public enum ScaleTraining
{
    /// <summary>
    /// Calibration gives the first scales, and training changes them with the weights (S. K. Esser et al., "Learned Step Size
    /// Quantization", ICLR 2020).
    /// </summary>
    Learned,

    /// <summary>Activation scales stay as calibration gave them; weight scales follow the largest weight.</summary>
    Frozen,
}
