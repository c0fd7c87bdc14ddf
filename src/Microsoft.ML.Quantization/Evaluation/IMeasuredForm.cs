namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What is compared in rows, and how the numbers that are kept of them become an evaluation.</summary>
internal interface IMeasuredForm
{
    /// <summary>The task.</summary>
    EvaluationTask Task { get; }

    /// <summary>Whether rows have labels.</summary>
    bool IsLabelled { get; }

    /// <summary>What is compared, in words; shards of one evaluation have the same.</summary>
    string Words { get; }

    /// <summary>How many of some numbers are those of the first row.</summary>
    /// <exception cref="FormatException">They are not numbers of rows.</exception>
    int Length(ReadOnlySpan<double> numbers);

    /// <summary>The evaluation of rows, one or more, from the numbers of each.</summary>
    QuantizationEvaluation Evaluate(IEnumerable<double[]> rows, double level);
}
