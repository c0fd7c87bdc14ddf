using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A view as rows to evaluate on: read once, in order, only the columns that feed the model and the labels.</summary>
internal static class EvaluationView
{
    /// <param name="data">The view.</param>
    /// <param name="model">The model whose inputs it feeds.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    public static LabelledRows Of(IDataView data, ScoringModel model, string? labelColumn, EvaluationTask task)
    {
        // Refuses a schema that does not fit.
        _ = new SchemaBinding(data.Schema, model);
        return Of(data, model.Inputs, labelColumn, task);
    }

    /// <param name="data">The view.</param>
    /// <param name="inputs">How its columns feed a model.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    public static LabelledRows Of(IDataView data, BoundInput[] inputs, string? labelColumn, EvaluationTask task)
    {
        var label = labelColumn == null ? null : LabelColumn.Of(labelColumn, data.Schema, AsClass(task));
        return new LabelledRows(new LabelledView(data, inputs, label), labelColumn, label?.IsClass ?? false);
    }

    private static bool? AsClass(EvaluationTask task) => task switch
    {
        EvaluationTask.Auto => null,
        EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification => true,
        _ => false,
    };
}
