using Microsoft.ML.Quantization.Evaluation.Metrics;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What all rows gave, for every INT8 model.</summary>
internal sealed class PairedRows(EvaluationTask task, RowCheck check, ITaskMeasure measure, int models, bool labelled)
{
    private readonly ModelRows[] _models = [.. Enumerable.Range(0, models).Select(_ => new ModelRows(measure))];

    /// <summary>Scores a row and measures it for every INT8 model.</summary>
    public double[][] Measure(long number, LabelledRow row, ModelRuns runs)
    {
        check.Label(number, row.Label);
        float[] expected = (float[])runs.Float(row.Inputs).Values;
        check.Scores(number, expected, "FP32");
        return [.. _models.Select((model, i) =>
        {
            float[] actual = runs.Quantized(i, row.Inputs);
            check.Lengths(number, expected.Length, actual.Length);
            check.Scores(number, actual, "INT8");
            return model.Measure(row.Label, expected, actual);
        })];
    }

    public void Add(double[][] numbers)
    {
        for (int i = 0; i < _models.Length; i++)
        {
            _models[i].Add(numbers[i]);
        }
    }

    public QuantizationEvaluation[] Evaluate(double level) => [.. _models.Select(model => model.Evaluate(task, labelled, level))];
}
