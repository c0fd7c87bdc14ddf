namespace Microsoft.ML.Quantization;

/// <summary>How close one part of an output that holds unlike things, such as the boxes beside the scores of a detector, is to FP32's.</summary>
public sealed class OutputPartReport
{
    internal OutputPartReport(string name) => Name = name;

    /// <summary>
    /// The part as a slice of the output: <c>output0[.., 4:84]</c> are columns 4 to 83 of the last dimension, <c>output0[:, 4:84]</c> those of the second.
    /// </summary>
    public string Name { get; }

    /// <summary>The signal-to-quantization-noise ratio of the part by itself, in decibels: see <see cref="OutputReport.Sqnr"/>.</summary>
    public double Sqnr { get; internal init; }

    /// <summary>The share of rows, 0 to 1, whose largest value of the part is at the same place in INT8 as in FP32.</summary>
    public double Agreement { get; internal init; }
}
