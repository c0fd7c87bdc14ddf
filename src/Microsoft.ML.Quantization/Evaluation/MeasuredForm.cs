using Microsoft.ML.Quantization.Evaluation.Metrics;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What an output is compared as: all that decides what is measured of a row.</summary>
/// <param name="Task">The task.</param>
/// <param name="Output">The output.</param>
/// <param name="IsLabelled">Whether rows have labels.</param>
/// <param name="AreProbabilities">Whether its values are probabilities.</param>
internal sealed record MeasuredForm(EvaluationTask Task, OutputForm Output, bool IsLabelled, bool AreProbabilities)
{
    /// <summary>The evaluation of rows that were measured.</summary>
    public ModelRows Rows() => new(TaskChoice.Measure(Task, Output, IsLabelled, AreProbabilities));
}
