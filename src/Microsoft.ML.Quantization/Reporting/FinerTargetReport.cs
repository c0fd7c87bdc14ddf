using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What the same model gains with the finer weights of a target that runs on fewer CPUs: what the chosen target costs to be right on all of them.</summary>
public sealed class FinerTargetReport
{
    /// <summary>Less is shown as 0.0 dB.</summary>
    private const double Least = 0.05;

    internal FinerTargetReport(string target) => Target = target;

    /// <summary>The name of the property of <see cref="QuantizationTarget"/> with the finer weights.</summary>
    public string Target { get; }

    /// <summary>By how many decibels the outputs would be closer to FP32's, the mean over the outputs and their parts; around zero where it makes no difference.</summary>
    public double Gain { get; internal init; }

    /// <summary>The rows that it was measured on.</summary>
    public int Rows { get; internal init; }

    /// <summary>The same as a sentence.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Gain < Least
        ? $"Coarser weights, which keep CPUs without VNNI from saturating, cost nothing that {Rows} calibration rows tell against QuantizationTarget.{Target}."
        : $"Coarser weights, which keep CPUs without VNNI from saturating, cost {Words.Decibels(Gain)} on {Rows} calibration rows. QuantizationTarget.{Target} does without, where all CPUs that the model runs on have VNNI.";
}
