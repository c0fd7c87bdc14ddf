using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Columns;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The rows that a budget of accuracy is checked on, with their labels.</summary>
internal static class ValidationRows
{
    /// <param name="budget">The budget, which names the label column.</param>
    /// <param name="schema">Where that column is.</param>
    /// <param name="view">Makes the rows; its labels are <see langword="null"/> where no column is named.</param>
    /// <param name="source">Where the rows come from, for messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of a type that is no label.</exception>
    public static ValidationSet Create(QuantizationBudget budget, DataViewSchema schema, Func<IRowLabels?, LabelledView> view, string source)
    {
        IRowLabels? labels = budget.LabelColumnName is not { } name ? null
            : budget.Detection is { } detection ? ObjectColumns.Resolve(name, detection.BoundingBoxColumnName, schema)
            : LabelColumn.Resolve(name, schema, asClass: true);
        return new ValidationSet(view(labels), budget.LabelColumnName, source) { Detection = budget.Detection, ClassCount = (labels as ObjectColumns)?.ClassCount };
    }
}
