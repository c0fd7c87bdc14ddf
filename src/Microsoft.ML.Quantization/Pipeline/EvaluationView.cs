using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A view as rows to evaluate on: read once, in order, only the columns that feed the model and the labels.</summary>
internal static class EvaluationView
{
    /// <param name="data">The view.</param>
    /// <param name="model">The step whose inputs it feeds, and what comes before it.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public static LabelledRows Create(IDataView data, ModelChain model, string? labelColumn, AskedTask task, CancellationToken cancellation)
    {
        // Refuses a schema that does not fit.
        var view = model.Prepare(data);
        _ = new SchemaBinding(view.Schema, model.Step.Model, model.Remedy);
        return Create(view, model.Step.Model.Inputs, labelColumn, task, cancellation);
    }

    /// <param name="data">The view.</param>
    /// <param name="inputs">How its columns feed a model.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public static LabelledRows Create(IDataView data, BoundInput[] inputs, string? labelColumn, AskedTask task, CancellationToken cancellation = default)
    {
        if (task.IsDetection && labelColumn != null)
        {
            var objects = ObjectColumns.Resolve(labelColumn, (task.Detection ?? new DetectionOptions()).BoundingBoxColumnName, data.Schema);
            return new LabelledRows(new LabelledView(data, inputs, objects, cancellation: cancellation), labelColumn) { ClassCount = objects.ClassCount };
        }

        var label = labelColumn == null ? null : LabelColumn.Resolve(labelColumn, data.Schema, AsClass(task.Task));
        return new LabelledRows(new LabelledView(data, inputs, label, cancellation: cancellation), labelColumn, label?.IsClass ?? false);
    }

    private static bool? AsClass(EvaluationTask task) => task switch
    {
        EvaluationTask.Auto => null,
        EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification => true,
        _ => false,
    };
}
