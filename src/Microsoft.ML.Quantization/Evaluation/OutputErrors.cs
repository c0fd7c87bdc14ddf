using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Measures how far the outputs of changed models are from those of the FP32 model.</summary>
internal sealed class OutputErrors
{
    private readonly TensorValue[][] _rows;
    private readonly float[][][] _expected;
    private readonly double[] _signals;
    private readonly ParallelOptions _parallel;
    private readonly RunSettings _settings;

    /// <param name="model">The FP32 model.</param>
    /// <param name="rows">The rows to run, at least one.</param>
    /// <param name="settings">How many models to run at a time, and when to stop.</param>
    public OutputErrors(OnnxModel model, TensorValue[][] rows, RunSettings settings)
    {
        (_rows, _settings, _parallel) = (rows, settings, settings.Parallel);
        _expected = Expected(model);
        _signals = [.. Enumerable.Range(0, _expected[0].Length)
            .Select(output => _expected.Average(row => row[output].Where(float.IsFinite).Sum(value => (double)value * value)))];
    }

    /// <summary>The error of each model; models are made when their turn comes.</summary>
    public OutputError[] Measure(IReadOnlyList<Func<OnnxModel>> models, Action<int>? done = null)
    {
        var errors = new OutputError[models.Count];
        int count = 0;
        Parallel.For(0, errors.Length, _parallel, i =>
        {
            errors[i] = Measure(models[i]());
            done?.Invoke(Interlocked.Increment(ref count));
        });
        return errors;
    }

    public OutputError Measure(OnnxModel model)
    {
        using var run = new SampleRun(ComparedOutputs.Select(model), _settings);
        var errors = new double[_rows.Length];
        for (int row = 0; row < errors.Length; row++)
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            float[][] actual = run.Outputs(_rows[row]);
            for (int i = 0; i < _signals.Length; i++)
            {
                double distance = SquaredDistance(_expected[row][i], actual[i]);
                errors[row] += distance == 0 ? 0 : distance / _signals[i] / _signals.Length;
            }
        }

        return OutputError.Summarize(errors);
    }

    private float[][][] Expected(OnnxModel model)
    {
        using var run = new SampleRun(ComparedOutputs.Select(model), _settings);
        var expected = new float[_rows.Length][][];
        Parallel.For(0, _rows.Length, _parallel, i => expected[i] = run.Outputs(_rows[i]));
        return expected;
    }

    private static double SquaredDistance(float[] expected, float[] actual)
    {
        double sum = OutputDistance.Measure(expected, actual).Noise;
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }
}
