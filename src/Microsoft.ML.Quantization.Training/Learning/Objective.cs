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

    public Tensor Loss(Dictionary<string, Tensor> student, Dictionary<string, Tensor>? teacher, Tensor? labels)
    {
        var task = Task?.Loss(student[Head.Scores], labels!);
        if (Teaching == null)
        {
            return task!;
        }

        var distance = Teaching.Loss(student[Teaching.Tensor], teacher![Teaching.Tensor]);
        return task is null ? distance : (task * Scalars.Of(1 - Weight)).Plus(distance * Scalars.Of(Weight));
    }

    /// <summary>How many rows are right by the labels or, without labels, agree with the FP32 model.</summary>
    public double? Hits(Dictionary<string, Tensor> student, Dictionary<string, Tensor>? teacher, Tensor? labels)
    {
        var scores = student[Head.Scores].flatten(1);
        if (Task != null)
        {
            return Task.Hits(scores, labels!);
        }

        return scores.shape[1] > 1 && Teaching!.Temperature != null
            ? scores.argmax(1).eq(teacher![Head.Scores].flatten(1).argmax(1)).sum().item<long>()
            : null;
    }
}
