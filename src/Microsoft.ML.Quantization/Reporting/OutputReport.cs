namespace Microsoft.ML.Quantization;

/// <summary>How close one output of the INT8 model is to FP32's.</summary>
public sealed class OutputReport
{
    internal OutputReport(string name) => Name = name;

    /// <summary>The output's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The signal-to-quantization-noise ratio in decibels, the mean of each row removed from both; where a row has one value, the mean over the rows
    /// from FP32's. NaN where the output is not of type float.
    /// </summary>
    public double Sqnr { get; internal init; }

    /// <summary>
    /// The share of rows, 0 to 1, whose largest value is at the same place in INT8 as in FP32; where a row is one probability, the share on the same side of
    /// a half; where the output holds integers, the share of equal values.
    /// </summary>
    public double Agreement { get; internal init; }

    /// <summary>
    /// The parts of an output that holds unlike things, told by the sizes of its values: boxes in pixels beside scores of 0 to 1. Empty where all values are of one kind.
    /// </summary>
    public IReadOnlyList<OutputPartReport> Parts { get; internal init; } = [];

    /// <summary>The lowest SQNR of the output and its parts; NaN where none was measured.</summary>
    internal double Lowest => Parts.Select(part => part.Sqnr).Append(Sqnr).Where(sqnr => !double.IsNaN(sqnr)).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The part of the lowest SQNR; <see langword="null"/> where there are none.</summary>
    internal OutputPartReport? Worst => Parts.Where(part => !double.IsNaN(part.Sqnr)).MinBy(part => part.Sqnr);

    /// <summary>Whether a row is a decision among classes: a score for each, a probability, or the class itself.</summary>
    internal bool IsDecision { get; init; }

    /// <summary>The rows that were compared.</summary>
    internal int Rows { get; init; }

    /// <summary>How many rows do not agree.</summary>
    internal double Disagreeing => Rows * (1 - Agreement);
}
