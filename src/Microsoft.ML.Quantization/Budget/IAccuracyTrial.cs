using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Measures on validation rows what models lose against the FP32 model.</summary>
internal interface IAccuracyTrial
{
    /// <summary>The validation rows.</summary>
    long Rows { get; }

    /// <summary>What counts as lost where there are no labels, in brackets; empty with labels.</summary>
    string Counted { get; }

    /// <summary>Whether the rows are enough to prove a budget, if not one of them differs.</summary>
    bool CanProve(double budget, double level);

    /// <summary>What a model loses.</summary>
    /// <param name="quantized">The model.</param>
    /// <param name="budget">The loss that is allowed.</param>
    /// <param name="level">The confidence that this look needs.</param>
    LossEstimate Measure(OnnxModel quantized, double budget, double level);
}
