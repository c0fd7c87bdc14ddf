using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Takes from each row the few numbers that a task's metrics are made of, so that outputs need not be kept.</summary>
internal interface ITaskMeasure
{
    /// <summary>How many numbers a row has.</summary>
    int Width { get; }

    /// <summary>Measures one row; called by several threads.</summary>
    /// <param name="label">The label; empty without.</param>
    /// <param name="expected">The FP32 output.</param>
    /// <param name="actual">The INT8 output.</param>
    /// <param name="numbers">Receives the numbers.</param>
    void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers);

    /// <summary>The rows for which both models decide alike; <see langword="null"/> where they decide nothing.</summary>
    long? Agreed(RowTable rows);

    /// <summary>The metrics that the rows define, the primary one first.</summary>
    IEnumerable<MetricComparison> Metrics(RowTable rows, double level);
}
