using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What a report is made from: both models, the plan, what was observed, and some rows to run, where there are any.</summary>
internal sealed record Evidence(
    FloatModel Float,
    OnnxModel Quantized,
    QuantizationPlan Plan,
    CalibrationTable Table,
    TensorValue[][] Samples)
{
    /// <summary>Whom the INT8 model is written for.</summary>
    public required TargetDefinition Target { get; init; }

    /// <summary>What is shown of the prepared graph.</summary>
    public GraphFacts Facts { get; init; } = GraphFacts.None;

    /// <summary>Whether weights have a scale for each output channel.</summary>
    public bool HasScaleForEachChannel { get; init; } = true;

    /// <summary>Whether nodes were left in FP32 that INT8 would not make faster.</summary>
    public bool OnlyWhereFaster { get; init; } = true;

    /// <summary>Whether training changed the weights: the outputs are then not meant to be FP32's.</summary>
    public bool IsTrained { get; init; }

    /// <summary>What became of the passes over the numbers of the model.</summary>
    public IReadOnlyList<QuantizationPassReport> Passes { get; init; } = [];

    /// <summary>The same model with finer weights for fewer CPUs; <see langword="null"/> where that is not compared.</summary>
    public FinerTarget? Finer { get; init; }

    /// <summary>What to do where nothing runs in INT8; empty where there is nothing to be done.</summary>
    public string EmptyAdvice { get; init; } = "";
}
