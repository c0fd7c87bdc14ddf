namespace Microsoft.ML.Quantization;

/// <summary>How one activation tensor is quantized.</summary>
public sealed class TensorReport
{
    internal TensorReport(string name) => Name = name;

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The smallest value of the chosen range, in the unit of the tensor.</summary>
    public float Low { get; internal init; }

    /// <summary>The largest value of the chosen range, in the unit of the tensor.</summary>
    public float High { get; internal init; }

    /// <summary>The distance between two neighbouring INT8 values, in the unit of the tensor.</summary>
    public float Scale { get; internal init; }

    /// <summary>The integer, 0 to 255, that stands for zero.</summary>
    public int ZeroPoint { get; internal init; }

    /// <summary>The share of calibration values outside the range, 0 to 1.</summary>
    public double ClippedShare { get; internal init; }

    /// <summary>The signal-to-quantization-noise ratio of the tensor by itself in decibels, from the calibration histogram.</summary>
    public double Sqnr { get; internal init; }

    /// <summary>What calibration saw of the tensor; <see langword="null"/> where that is not known.</summary>
    internal CalibratedTensor? Calibrated { get; init; }
}
