using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Quantizes a model so that it loses no more accuracy, and takes no more time, than allowed.</summary>
internal static class BudgetedQuantizer
{
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows, none of which is validated on.</param>
    /// <param name="set">The rows to validate on; <see langword="null"/> where accuracy has no budget.</param>
    /// <param name="options">The options, with a budget.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="meter">Measures the time; <see langword="null"/> for the clock, tests have none.</param>
    public static QuantizationResult Run(
        string modelFile, IEnumerable<TensorValue[]> rows, ValidationSet? set, QuantizationOptions options, IQuantizationProgress progress, ILatencyMeter? meter = null)
    {
        using var model = ObservedModel.Create(modelFile, rows, EscalationCandidates.Configurations(options), progress, MixedPrecisionSearch.Observed(options));
        var context = new CandidateContext(modelFile, model, options, progress);
        return Escalation.Run(context, set, meter ?? new LatencyMeter(model, options));
    }
}
