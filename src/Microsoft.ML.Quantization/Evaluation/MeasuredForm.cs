using Microsoft.ML.Quantization.Evaluation.Metrics;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What an output is compared as, value by value: all that decides what is measured of a row.</summary>
/// <param name="Task">The task.</param>
/// <param name="Output">The output.</param>
/// <param name="IsLabelled">Whether rows have labels.</param>
/// <param name="AreProbabilities">Whether its values are probabilities.</param>
internal sealed record MeasuredForm(EvaluationTask Task, OutputForm Output, bool IsLabelled, bool AreProbabilities) : IMeasuredForm
{
    public string Words => $"output {Output.Name} {Output.ShapeText} as {Task}{(IsLabelled ? " with labels" : "")}{(AreProbabilities ? ", probabilities" : "")}";

    public int Length(ReadOnlySpan<double> numbers) =>
        Rows().Width is var width && width <= numbers.Length ? width : throw new FormatException("its rows have not as many numbers as the task takes");

    public QuantizationEvaluation Evaluate(IEnumerable<double[]> rows, double level)
    {
        var all = Rows();
        foreach (double[] numbers in rows)
        {
            all.Add(numbers);
        }

        return all.Evaluate(Task, IsLabelled, level);
    }

    private ModelRows Rows() => new(TaskChoice.Measure(Task, Output, IsLabelled, AreProbabilities));
}
