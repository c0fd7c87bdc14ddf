using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Compares detectors by their mean average precision, or by the detections that INT8 has too. The rows are read, and scored in FP32, again for each model.</summary>
/// <param name="model">The FP32 model.</param>
/// <param name="set">The rows.</param>
/// <param name="settings">When to stop.</param>
internal sealed class DetectionTrial(OnnxModel model, ValidationSet set, RunSettings settings) : IAccuracyTrial
{
    /// <summary>Known once a model was measured.</summary>
    public long Rows { get; private set; }

    public string Counted => set.Label != null ? "" : " (without labels every detection of FP32 that INT8 has not counts as lost)";

    public bool CanProve(double budget, double level) => LossEstimate.LeastBound(Rows, level) <= budget;

    public LossEstimate Measure(OnnxModel quantized, double budget, double level)
    {
        long read = 0;
        var rows = set.Rows.Select(row =>
        {
            read++;
            return row;
        });
        var labelled = new LabelledRows(rows, set.Label) { ClassCount = set.ClassCount };
        var evaluated = PairedEvaluator.RunEach(model, [quantized], labelled, new AskedTask(EvaluationTask.ObjectDetection, set.Detection), LookLevel.Confidence, settings: settings)[0];
        Rows = Math.Max(Rows, read);

        // What gives no numbers, as NaN, detects nothing.
        return evaluated.Evaluation is { } evaluation
            ? LossEstimate.Create(evaluation.Primary!, evaluation.Rows, budget, level)
            : new LossEstimate(1, new ConfidenceInterval(1, 1, LookLevel.Confidence), 1, null);
    }
}
