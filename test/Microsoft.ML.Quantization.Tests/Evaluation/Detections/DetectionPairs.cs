using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Evaluation.Shards;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>Two detectors with one output, [1, 4 + classes, places], of middles and sizes beside scores: a row says what "FP32" and "INT8" detect.</summary>
internal sealed class DetectionPairs(int classes, int places)
{
    private readonly ScorePairs _models = new(4 + classes, [places]);

    public LabelledRow Row(Detection[] expected, Detection[] actual, params LabelledObject[] objects) => _models.Row(
        Values(expected), Values(actual), [.. objects.SelectMany(each => new[] { each.Class, (float)each.Box.X0, (float)each.Box.Y0, (float)each.Box.X1, (float)each.Box.Y1 })]);

    /// <summary>A row whose outputs are as they are given, INT8's like FP32's.</summary>
    public LabelledRow Row(float[] values, params float[] label) => _models.Row(values, values, label);

    public QuantizationEvaluation Evaluate(IEnumerable<LabelledRow> rows, bool labelled = true, DetectionOptions? options = null) =>
        PairedEvaluator.Run(_models.Float, _models.Quantized, Labelled(rows, labelled), Task(options), 0.95);

    public EvaluationShard Shard(IEnumerable<LabelledRow> rows, RowShard part, bool labelled = true, DetectionOptions? options = null) =>
        EvaluationShard.Run(_models.Float, _models.Quantized, Labelled(rows, labelled), part, Task(options));

    /// <summary>The output with these detections, the other places empty.</summary>
    public float[] Values(Detection[] detections)
    {
        var values = new float[(4 + classes) * places];
        for (int i = 0; i < detections.Length; i++)
        {
            var (each, score, box) = detections[i];
            double[] numbers = [(box.X0 + box.X1) / 2, (box.Y0 + box.Y1) / 2, box.X1 - box.X0, box.Y1 - box.Y0];
            for (int column = 0; column < 4; column++)
            {
                values[(column * places) + i] = (float)numbers[column];
            }

            values[((4 + each) * places) + i] = score;
        }

        return values;
    }

    private static AskedTask Task(DetectionOptions? options) => new(EvaluationTask.ObjectDetection, options ?? new DetectionOptions());

    private LabelledRows Labelled(IEnumerable<LabelledRow> rows, bool labelled) => new(rows, labelled ? "Label" : null) { ClassCount = classes };
}
