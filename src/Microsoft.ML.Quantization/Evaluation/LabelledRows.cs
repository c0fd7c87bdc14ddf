namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Rows to evaluate on, read once and lazily, and what their labels are.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="LabelColumn">Where the labels come from, for messages; <see langword="null"/> without labels.</param>
/// <param name="LabelIsClass">Whether a label is a class, or a quantity.</param>
internal sealed record LabelledRows(IEnumerable<LabelledRow> Rows, string? LabelColumn = null, bool LabelIsClass = false)
{
    /// <summary>How many classes the labels have; <see langword="null"/> where that is not known.</summary>
    public int? ClassCount { get; init; }

    public bool HasLabels => LabelColumn != null;
}
