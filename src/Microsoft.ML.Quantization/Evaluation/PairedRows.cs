using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What all rows gave, for every INT8 model.</summary>
internal sealed class PairedRows(EvaluationTask task, RowCheck check, ITaskMeasure measure, int models, bool labelled)
{
    private readonly ModelRows[] _models = [.. Enumerable.Range(0, models).Select(_ => new ModelRows(measure))];
    private readonly Exception?[] _errors = new Exception?[models];

    /// <summary>Whether no INT8 model is left to go on with.</summary>
    public bool HasFailed => Array.TrueForAll(_errors, error => error != null);

    /// <summary>Scores a row and measures it for every INT8 model that did not fail on a row before.</summary>
    public MeasuredRow[] Measure(long number, LabelledRow row, ModelRuns runs)
    {
        check.Label(number, row.Label);
        float[] expected = (float[])runs.Float(row.Inputs).Values;
        check.Scores(number, expected, "FP32");
        return [.. _models.Select((model, i) => _errors[i] == null ? Measure(number, row, model, expected, () => runs.Quantized(i, row.Inputs)) : default)];
    }

    public void Add(MeasuredRow[] rows)
    {
        for (int i = 0; i < _models.Length; i++)
        {
            _errors[i] ??= rows[i].Error;
            if (_errors[i] == null)
            {
                _models[i].Add(rows[i].Numbers);
            }
        }
    }

    public EvaluatedModel[] Evaluate(double level) =>
        [.. _models.Select((model, i) => new EvaluatedModel(_errors[i] == null ? model.Evaluate(task, labelled, level) : null, _errors[i]))];

    private MeasuredRow Measure(long number, LabelledRow row, ModelRows model, float[] expected, Func<float[]> run)
    {
        try
        {
            float[] actual = run();
            check.Lengths(number, expected.Length, actual.Length);
            check.Scores(number, actual, "INT8");
            return new MeasuredRow(model.Measure(row.Label, expected, actual));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new MeasuredRow([], e);
        }
    }
}
