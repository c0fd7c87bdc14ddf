using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The numbers of all rows of one INT8 model: what its evaluation is made from.</summary>
internal sealed class ModelRows(ITaskMeasure measure)
{
    private const int OutputNumbers = 5;

    private readonly RowTable _outputs = new(OutputNumbers);
    private readonly RowTable _task = new(measure.Width);

    /// <summary>How many numbers are kept of a row.</summary>
    public int Width => OutputNumbers + measure.Width;

    /// <summary>Measures a row without adding it: rows are measured by several threads, and added in their order.</summary>
    public double[] Measure(float[] label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var numbers = new double[Width];
        var noise = OutputNoise.Measure(expected, actual);
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]) = (noise.Signal, noise.Noise, noise.Count, noise.Low, noise.High);
        measure.Measure(label, expected, actual, numbers.AsSpan(OutputNumbers));
        return numbers;
    }

    public void Add(double[] numbers)
    {
        _outputs.Add(numbers.AsSpan(0, OutputNumbers));
        _task.Add(numbers.AsSpan(OutputNumbers));
    }

    public QuantizationEvaluation Evaluate(EvaluationTask task, bool labelled, double level)
    {
        double[] sums = _outputs.Sorted().Sums();
        double low = Enumerable.Range(0, _outputs.Rows).Min(row => _outputs[row][3]);
        double high = Enumerable.Range(0, _outputs.Rows).Max(row => _outputs[row][4]);
        long? agreed = measure.Agreed(_task);
        return new QuantizationEvaluation
        {
            Task = task,
            Rows = _task.Rows,
            HasLabels = labelled,
            ConfidenceLevel = level,
            Metrics = [.. measure.Metrics(_task, level)],
            Agreement = agreed is { } same ? (double)same / _task.Rows : double.NaN,
            LargestAccuracyLoss = agreed is { } alike ? ClopperPearson.UpperBound(_task.Rows - alike, _task.Rows, level) : double.NaN,
            Sqnr = 10 * Math.Log10(sums[0] / sums[1]),
            PeakSignalToNoiseRatio = 10 * Math.Log10((high - low) * (high - low) * sums[2] / sums[1]),
        };
    }
}
