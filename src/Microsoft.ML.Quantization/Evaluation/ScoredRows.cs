using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Rows of tasks that compare one output value by value.</summary>
internal sealed class ScoredRows : PairedRows<float[], double[]>, IKeptRows
{
    private readonly EvaluationTask _task;
    private readonly OutputForm _form;
    private readonly bool _probabilities;
    private readonly RowCheck _check;
    private readonly ModelRows[] _models;
    private readonly bool _labelled;

    private ScoredRows(EvaluationTask task, OutputForm form, RowCheck check, bool probabilities, int models, bool labelled)
        : base(models)
    {
        (_task, _form, _check, _probabilities, _labelled) = (task, form, check, probabilities, labelled);
        var measure = TaskChoice.Measure(task, form, labelled, probabilities);
        _models = [.. Enumerable.Range(0, models).Select(_ => new ModelRows(measure))];
        Outputs = [form.Name];
    }

    protected override string[] Outputs { get; }

    /// <summary>The first row shows what the output is.</summary>
    public static ScoredRows Start(ModelRuns runs, OnnxModel source, int models, LabelledRows rows, LabelledRow first, EvaluationTask asked, string output)
    {
        var value = runs.Float(first.Inputs, [output])[0];
        var form = OutputForm.Read(source, value);
        var task = TaskChoice.Resolve(asked, form, rows, first.Inputs.Max(input => (long)input.Values.Length));
        return new ScoredRows(task, form, new RowCheck(task, form, rows.LabelColumn), TaskChoice.AreProbabilities(form, value.Values), models, rows.HasLabels);
    }

    /// <inheritdoc/>
    public IMeasuredForm Form => new MeasuredForm(_task, _form, _labelled, _probabilities);

    /// <inheritdoc/>
    public double[] Numbers(LabelledRow row, ModelRuns runs)
    {
        float[] expected = Float(row.Place, row, runs.Float(row.Inputs, Outputs));
        return Quantized(row.Place, row, expected, runs.Quantized(0, row.Inputs, Outputs));
    }

    protected override float[] Float(long number, LabelledRow row, OutputValue[] outputs)
    {
        _check.Label(number, row.Label);
        _check.Scores(number, outputs[0].Values, "FP32");
        return outputs[0].Values;
    }

    protected override double[] Quantized(long number, LabelledRow row, float[] expected, OutputValue[] outputs)
    {
        float[] actual = outputs[0].Values;
        _check.Lengths(number, expected.Length, actual.Length);
        _check.Scores(number, actual, "INT8");
        return _models[0].Measure(row.Label, expected, actual);
    }

    protected override void Add(int model, double[] row) => _models[model].Add(row);

    protected override QuantizationEvaluation Evaluate(int model, double level) => _models[model].Evaluate(_task, _labelled, level);
}
