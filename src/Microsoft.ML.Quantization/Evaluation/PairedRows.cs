using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Rows of any task: what goes wrong with one INT8 model leaves the others alone.</summary>
/// <typeparam name="TFloat">What FP32 gives for a row.</typeparam>
/// <typeparam name="TRow">What is kept of a row for an INT8 model.</typeparam>
internal abstract class PairedRows<TFloat, TRow>(int models) : IPairedRows
    where TRow : class
{
    private readonly Exception?[] _errors = new Exception?[models];

    public bool HasFailed => Array.TrueForAll(_errors, error => error != null);

    /// <summary>The outputs that are compared.</summary>
    protected abstract string[] Outputs { get; }

    public Action Measure(long number, LabelledRow row, ModelRuns runs)
    {
        var expected = Float(number, row, runs.Float(row.Inputs, Outputs));
        var measured = new MeasuredRow<TRow>[_errors.Length];
        for (int i = 0; i < measured.Length; i++)
        {
            measured[i] = _errors[i] == null ? Measure(i, number, row, expected, runs) : default;
        }

        return () => Add(expected, measured);
    }

    public EvaluatedModel[] Evaluate(double level) => [.. _errors.Select((error, i) => new EvaluatedModel(error == null ? Evaluate(i, level) : null, error))];

    /// <exception cref="InvalidOperationException">The label, or what FP32 gives, does not fit the task.</exception>
    protected abstract TFloat Float(long number, LabelledRow row, OutputValue[] outputs);

    /// <exception cref="InvalidOperationException">What INT8 gives cannot be compared.</exception>
    protected abstract TRow Quantized(long number, LabelledRow row, TFloat expected, OutputValue[] outputs);

    protected virtual void Add(TFloat row)
    {
    }

    protected abstract void Add(int model, TRow row);

    protected abstract QuantizationEvaluation Evaluate(int model, double level);

    private MeasuredRow<TRow> Measure(int model, long number, LabelledRow row, TFloat expected, ModelRuns runs)
    {
        try
        {
            return new MeasuredRow<TRow>(Quantized(number, row, expected, runs.Quantized(model, row.Inputs, Outputs)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new MeasuredRow<TRow>(null, e);
        }
    }

    private void Add(TFloat expected, MeasuredRow<TRow>[] measured)
    {
        Add(expected);
        for (int i = 0; i < measured.Length; i++)
        {
            _errors[i] ??= measured[i].Error;
            if (_errors[i] == null)
            {
                Add(i, measured[i].Row!);
            }
        }
    }
}
