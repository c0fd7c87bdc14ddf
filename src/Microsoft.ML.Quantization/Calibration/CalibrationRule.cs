namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What the library knows of a calibration method: options, <see cref="CalibrationMethod.Auto"/>, tables, caches and reports all read it here.</summary>
/// <param name="Method">The method.</param>
/// <param name="Name">What a comparison calls it.</param>
/// <param name="Estimate">Chooses the range of a tensor from a sketch with at least one finite value.</param>
internal sealed record CalibrationRule(CalibrationMethod Method, string Name, Func<TensorSketch, CalibrationSettings, RangeEstimate> Estimate)
{
    /// <summary>Whether <see cref="CalibrationMethod.Auto"/> tries it.</summary>
    public required bool IsInAuto { get; init; }

    /// <summary>
    /// The method of ONNX Runtime's Python tool that its calibration cache names: <c>MinMax</c>, <c>Entropy</c>, <c>Percentile</c> or
    /// <c>Distribution</c>. Where it has none like this one, <c>MinMax</c>, with which it takes the ranges for what they are.
    /// </summary>
    public required string OnnxRuntimeName { get; init; }

    /// <summary>What <see cref="RangeEstimate.Curve"/> shows, in words; <see langword="null"/> where the method keeps no curve.</summary>
    public string? CurveQuantity { get; init; }

    /// <summary>The number that the method is given; <see langword="null"/> where it takes none.</summary>
    public CalibrationParameter? Parameter { get; init; }
}
