using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What became of a pass over the numbers of a model, or of what it would do to some of its tensors or layers.</summary>
public sealed class QuantizationPassReport
{
    internal QuantizationPassReport(string name) => Name = name;

    /// <summary>The pass, by the name of its property in <see cref="QuantizationPasses"/>.</summary>
    public string Name { get; }

    /// <summary>The tensor or layer that it is about, or the other way to do it that was tried; empty for the pass as a whole.</summary>
    public string Group { get; internal init; } = "";

    /// <summary>Whether the INT8 model has it.</summary>
    public bool IsKept { get; internal init; }

    /// <summary>
    /// By how many decibels it brought the outputs closer to FP32's on rows that were held back from it, the mean over the outputs and their parts; NaN where that was
    /// not measured by itself.
    /// </summary>
    public double Gain { get; internal init; }

    /// <summary>
    /// By how many decibels the error falls where it acts: as predicted in the layers that read the channels of a tensor, or as measured at the output of a layer whose weights are
    /// rounded. NaN for a pass as a whole. How much of it is seen in the outputs depends on what is behind.
    /// </summary>
    public double LocalGain { get; internal init; } = double.NaN;

    /// <summary>Why it was kept or not.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>The seconds that it took to do it and to judge it; 0 for a part of a pass, and for what was not judged.</summary>
    public double Seconds { get; internal init; }

    /// <summary>The same as a sentence.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => PassWords.Sentence(this, []);
}
