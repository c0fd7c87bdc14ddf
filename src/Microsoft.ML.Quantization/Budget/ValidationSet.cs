using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What a model is validated on.</summary>
/// <param name="Rows">The rows, labels being classes, or objects; can be read again and again, each time the same.</param>
/// <param name="Label">The column of the classes, for messages; <see langword="null"/> without labels.</param>
/// <param name="Source">Where the rows come from, for messages.</param>
internal sealed record ValidationSet(IEnumerable<LabelledRow> Rows, string? Label, string Source)
{
    /// <summary>How a detector writes boxes; <see langword="null"/> for a classifier.</summary>
    public DetectionOptions? Detection { get; init; }

    /// <summary>How many classes objects have; <see langword="null"/> where that is not known.</summary>
    public int? ClassCount { get; init; }
}
