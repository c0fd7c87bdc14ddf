namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What units of channels are chosen by. A saved table has the units instead.</summary>
/// <param name="WeightNoise">How many times the rounding of weights counts against that of activations.</param>
/// <param name="ClipsNothing">Whether all values that were seen are kept, and channels behind a Clip are left as they are, so that FP32 computes the same.</param>
internal readonly record struct EqualizationRules(double WeightNoise, bool ClipsNothing)
{
    /// <summary>What measured best over models.</summary>
    public static EqualizationRules Usual { get; } = new(2, false);
}
