using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>How far INT8 outputs are from FP32 ones over some rows, each output by itself.</summary>
internal sealed class OutputComparison
{
    private readonly List<OutputMeasure> _outputs = [];

    public int Rows { get; private set; }

    public IReadOnlyList<OutputReport> Outputs => [.. _outputs.Select(output => output.Report)];

    /// <summary>Of the first output that decides among classes, or else the first; NaN where there are no rows, 1 where nothing can be compared.</summary>
    public double Agreement => Rows == 0 ? double.NaN : Outputs.OrderByDescending(output => output.IsDecision).Select(output => output.Agreement).FirstOrDefault(1);

    /// <summary>Of the output or part of an output with the lowest, in decibels; positive infinity where all are equal, NaN where there is none of type float.</summary>
    public double Sqnr => Outputs.Select(output => output.Lowest).Where(decibels => !double.IsNaN(decibels)).DefaultIfEmpty(double.NaN).Min();

    public static OutputComparison Run(SampleRun first, SampleRun second, IEnumerable<TensorValue[]> rows)
    {
        var comparison = new OutputComparison();
        foreach (var row in rows)
        {
            comparison.Add(first.Model, row, first.Values(row), second.Values(row));
        }

        return comparison;
    }

    /// <summary>Compares two models with a first, which runs once.</summary>
    public static (OutputComparison Second, OutputComparison Third) Run(SampleRun first, SampleRun second, SampleRun third, IEnumerable<TensorValue[]> rows)
    {
        var (one, other) = (new OutputComparison(), new OutputComparison());
        foreach (var row in rows)
        {
            var expected = first.Values(row);
            one.Add(first.Model, row, expected, second.Values(row));
            other.Add(first.Model, row, expected, third.Values(row));
        }

        return (one, other);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="source">The FP32 model.</param>
    /// <param name="row">The inputs.</param>
    /// <param name="expected">FP32's outputs.</param>
    /// <param name="actual">INT8's, in the same order.</param>
    public void Add(OnnxModel source, TensorValue[] row, OutputValue[] expected, OutputValue[] actual)
    {
        if (Rows++ == 0)
        {
            int length = row.Max(input => input.Values.Length);
            _outputs.AddRange(expected.Select(output => new OutputMeasure(output, source, length)));
        }

        for (int i = 0; i < _outputs.Count; i++)
        {
            _outputs[i].Add(expected[i], actual[i].Values);
        }
    }
}
