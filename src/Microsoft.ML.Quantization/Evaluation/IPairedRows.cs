using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What all rows gave, for every INT8 model.</summary>
internal interface IPairedRows
{
    /// <summary>Whether no INT8 model is left to go on with.</summary>
    bool HasFailed { get; }

    /// <summary>Scores a row and measures it for every INT8 model that did not fail on a row before; called by several threads.</summary>
    /// <returns>What adds the numbers of the row: rows are added in their order, by one thread.</returns>
    Action Measure(long number, LabelledRow row, ModelRuns runs);

    EvaluatedModel[] Evaluate(double level);
}
