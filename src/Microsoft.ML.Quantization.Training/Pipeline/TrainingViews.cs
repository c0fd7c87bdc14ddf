using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Pipeline;

/// <summary>Makes of data views what training learns from.</summary>
internal static class TrainingViews
{
    /// <summary>Whether labels are read as classes or as quantities; <see langword="null"/> leaves it to their type.</summary>
    public static bool? AreClasses(QuantizationAwareTrainingOptions options) => options.Loss == TrainingLoss.Auto ? null : options.Loss == TrainingLoss.CrossEntropy;

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of a type that is no label.</exception>
    public static LabelColumn? FindLabel(string? label, DataViewSchema schema, QuantizationAwareTrainingOptions options) =>
        label == null ? null : LabelColumn.Resolve(label, schema, AreClasses(options));

    /// <summary>The rows to learn from and, where the options have some, those to validate on.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="label">Their label column; <see langword="null"/> without labels.</param>
    /// <param name="open">Opens a view by how its columns feed the model.</param>
    /// <param name="options">How to train.</param>
    public static TrainingSet Create(IDataView data, string? label, Func<IDataView, LabelColumn?, CancellationToken, LearnableRows> open, QuantizationAwareTrainingOptions options)
    {
        var column = FindLabel(label, data.Schema, options);
        var rows = open(data, column, options.CancellationToken);
        var validation = options.ValidationData is { } held ? open(held, FindLabel(label, held.Schema, options), options.CancellationToken) : null;
        var labels = column == null ? null : new LabelSet(column.Name, column.IsClass, rows.Labels, validation == null ? null : validation.Labels);
        return new TrainingSet(new TrainingView(rows), validation == null ? null : new TrainingView(validation), labels);
    }
}
