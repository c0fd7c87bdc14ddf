using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>What training makes small: the loss of the labels, the distance from the FP32 model, or both.</summary>
/// <param name="Head">Where the loss is measured.</param>
/// <param name="Task">The loss of the labels; <see langword="null"/> without labels.</param>
/// <param name="Teaching">The distance from the FP32 model; <see langword="null"/> without distillation.</param>
/// <param name="Weight">The share of the distillation, 0 to 1.</param>
internal sealed record Objective(OutputHead Head, ITaskLoss? Task, Distillation? Teaching, double Weight)
{
    public string[] Wanted => [.. new[] { Head.Scores, Teaching?.Tensor ?? Head.Scores }.Distinct()];

    /// <summary>The label column, for messages; <see langword="null"/> without labels.</summary>
    public string? LabelColumn { get; init; }

    public Tensor Loss(Dictionary<string, Tensor> student, Dictionary<string, Tensor>? teacher, Batch batch)
    {
        var task = Task?.Loss(RowScores.ByRow(student[Head.Scores], batch.Rows), batch.Labels!);
        if (Teaching == null)
        {
            return task!;
        }

        var distance = Teaching.Loss(student[Teaching.Tensor], teacher![Teaching.Tensor], batch.Rows);
        return task is null ? distance : (task * Scalars.Get(1 - Weight)).Plus(distance * Scalars.Get(Weight));
    }

    /// <summary>How many rows are right by the labels or, without labels, agree with the FP32 model.</summary>
    public double? Hits(Dictionary<string, Tensor> student, Dictionary<string, Tensor>? teacher, Batch batch)
    {
        if (Task != null)
        {
            return Task.Hits(RowScores.ByRow(student[Head.Scores], batch.Rows), batch.Labels!);
        }

        var lines = RowScores.ByLine(student[Head.Scores], batch.Rows);
        if (lines.shape[1] <= 1 || Teaching!.Temperature == null)
        {
            return null;
        }

        double agreeing = lines.argmax(1).eq(RowScores.ByLine(teacher![Head.Scores], batch.Rows).argmax(1)).sum().item<long>();
        return agreeing * batch.Rows / lines.shape[0];
    }

    /// <exception cref="InvalidOperationException">The labels of these rows do not fit what the model gives for them, or it gives nothing.</exception>
    public void RequireFit(Tensor scores, IReadOnlyList<TrainingRow> rows)
    {
        long width = RowScores.Width(scores, rows.Count);
        if (width == 0 || width * rows.Count != scores.numel())
        {
            throw new InvalidOperationException($"The model gives output '{Head.Output}' {scores.numel()} values for {rows.Count} row{(rows.Count == 1 ? "" : "s")}; nothing can be learned from that.");
        }

        if (Task != null && rows.Select(row => Task.Obstacle(row.Label, width)).FirstOrDefault(obstacle => obstacle != null) is { } found)
        {
            throw new InvalidOperationException($"A row has in column '{LabelColumn}' {found}. Labels must fit the output '{Head.Output}' of the model.");
        }
    }
}
