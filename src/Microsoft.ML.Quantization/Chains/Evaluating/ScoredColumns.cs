using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>The columns in which a model predicts, by the annotations that ML.NET's predictors give them.</summary>
/// <param name="Score">The score, or the scores.</param>
/// <param name="Label">The predicted label; <see langword="null"/> where there is none.</param>
/// <param name="Probability">The probability; <see langword="null"/> where there is none.</param>
/// <param name="Task">What the scores are for.</param>
internal sealed record ScoredColumns(DataViewSchema.Column Score, DataViewSchema.Column? Label, DataViewSchema.Column? Probability, EvaluationTask Task)
{
    private const string ValueKind = "ScoreValueKind";
    private const string ColumnKind = "ScoreColumnKind";
    private const string LabelName = "PredictedLabel";

    /// <summary>Of several predictors in a model, the last one. Where there is none, the last column of floats that the model adds.</summary>
    /// <exception cref="ArgumentException">There are no floats to compare.</exception>
    public static ScoredColumns Find(DataViewSchema input, DataViewSchema output) =>
        FindOrNull(input, output) ?? throw new ArgumentException("The model has no predictor, and adds no column of Single that could be compared.");

    /// <summary>The same; <see langword="null"/> where there are no floats to compare.</summary>
    public static ScoredColumns? FindOrNull(DataViewSchema input, DataViewSchema output)
    {
        DataViewSchema.Column? Last(string kind) => output.Where(column => !column.IsHidden && Annotation(column, ValueKind) == kind).Cast<DataViewSchema.Column?>().LastOrDefault();
        if (Last("Score") is { } score && IsFloats(score.Type))
        {
            // A label that was mapped from a key to its name keeps the name of the column alone.
            return new ScoredColumns(score, output.GetColumnOrNull(LabelName), Last("Probability"), TaskOf(score));
        }

        DataViewSchema.Column[] floats = [.. AddedColumns.Find(AddedColumns.Names(input, output), output).Where(column => IsFloats(column.Type))];
        return floats.Length > 0 ? new ScoredColumns(floats[^1], null, null, EvaluationTask.Embedding) : null;
    }

    private static bool IsFloats(DataViewType type) => (type as VectorDataViewType)?.ItemType == NumberDataViewType.Single || type == NumberDataViewType.Single;

    private static EvaluationTask TaskOf(DataViewSchema.Column score) => (Annotation(score, ColumnKind), score.Type) switch
    {
        ("BinaryClassification", NumberDataViewType) => EvaluationTask.BinaryClassification,
        ("MulticlassClassification", VectorDataViewType { Size: > 1 }) => EvaluationTask.MulticlassClassification,
        ("Regression", NumberDataViewType) => EvaluationTask.Regression,
        ("Ranking", NumberDataViewType) => EvaluationTask.Ranking,
        _ => EvaluationTask.Embedding,
    };

    private static string? Annotation(DataViewSchema.Column column, string name)
    {
        if (column.Annotations.Schema.GetColumnOrNull(name) is not { Type: TextDataViewType })
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(name, ref text);
        return text.ToString();
    }
}
