using System.Globalization;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What to say of an INT8 model that is slower than FP32.</summary>
internal static class SpeedFindings
{
    /// <param name="ratio">INT8's time of a row as a multiple of FP32's.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="evidence">How the model was made.</param>
    public static Finding Slower(double ratio, ConfidenceInterval interval, Evidence evidence)
    {
        string advice = evidence.OnlyWhereFaster
            ? "Score the FP32 model, or set a budget (Budget.MaxLatencyRatio) of 1, with which Fit times models that leave more nodes in FP32 and takes one that is faster, if there is any."
            : "Set OnlyWhereFaster, which leaves in FP32 what INT8 does not make faster, or score the FP32 model.";
        return new Finding(null, string.Create(
            CultureInfo.InvariantCulture, $"The INT8 model is slower than the FP32 one on this machine ({ratio:0.00} times its time for a row, {interval}). {advice}"));
    }
}
