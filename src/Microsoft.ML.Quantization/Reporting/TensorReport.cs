using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization;

/// <summary>How one activation tensor is quantized: the range that calibration chose, and the integers that the target makes of it.</summary>
public sealed class TensorReport
{
    internal TensorReport(CalibratedTensor calibrated, QuantizationParameters parameters) =>
        (Calibrated, Scale, ZeroPoint) = (calibrated, parameters.Scale, parameters.ZeroPoint);

    /// <summary>The tensor's name.</summary>
    public string Name => Calibrated.Name;

    /// <summary>What calibration saw of the tensor, the range that was chosen, and what that costs.</summary>
    public CalibratedTensor Calibrated { get; }

    /// <summary>The distance between two neighbouring INT8 values, in the unit of the tensor.</summary>
    public float Scale { get; }

    /// <summary>The integer that stands for zero: 0 to 255, or -128 to 127 where the activations of the target are signed.</summary>
    public int ZeroPoint { get; }
}
