using Microsoft.ML.Quantization.Columns;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The rows that a quantization is fitted to, for candidates that learn.</summary>
/// <param name="Data">The rows; <see langword="null"/> where each of them is validated on, or calibrated on and held back.</param>
/// <param name="Inputs">How their columns feed the model; columns of other data feed it alike.</param>
internal sealed record FittedRows(IDataView? Data, BoundInput[] Inputs)
{
    /// <summary>Rows of these or of other data to learn from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than its input.</exception>
    public LearnableRows Open(IDataView data, LabelColumn? label, CancellationToken cancellation)
    {
        var inputs = InputBinder.Bind(Inputs.Select(input => input.Column), data.Schema, "Give training rows that have been through the steps before the model.");
        return new LearnableRows(data, inputs, label, cancellation);
    }
}
