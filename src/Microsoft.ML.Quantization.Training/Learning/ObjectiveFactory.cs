using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Decides from the options, the labels and the model's output what training makes small.</summary>
internal static class ObjectiveFactory
{
    private const double WithLabels = 0.5;

    /// <param name="model">The prepared model.</param>
    /// <param name="teacher">It as a graph in FP32.</param>
    /// <param name="first">A row.</param>
    /// <param name="labelIsClass">What labels are; <see langword="null"/> without labels.</param>
    /// <param name="options">How to train.</param>
    public static Objective Create(OnnxModel model, TorchGraph teacher, TrainingRow first, bool? labelIsClass, QuantizationAwareTrainingOptions options)
    {
        var head = OutputHead.Find(model.Graph, model.SourcePath);
        var (width, line) = Widths(teacher, head, first, device(options.Device));
        double weight = labelIsClass == null ? 1 : options.DistillationWeight ?? WithLabels;
        ITaskLoss? task = labelIsClass switch
        {
            null => null,
            _ when weight == 1 => null,
            true => new ClassLoss(),
            false => new QuantityLoss(),
        };
        if (labelIsClass == false && first.Label.Length != width)
        {
            throw new InvalidOperationException(
                $"A label has {first.Label.Length} values, but output '{head.Output}' of '{model.SourcePath}' has {width}. "
                + "For classes make the label a key (MapValueToKey) or set Loss to CrossEntropy; for quantities give a vector as long as the output.");
        }

        // A quantity is compared with the output itself.
        head = labelIsClass == false ? head with { Scores = head.Output } : head;
        return new Objective(head, task, weight > 0 ? Distillation.Create(options, head, labelIsClass == false ? 1 : line) : null, weight);
    }

    /// <summary>How many scores a row has, and how many of them are compared with each other.</summary>
    /// <exception cref="NotSupportedException">They are no real numbers.</exception>
    public static (long Row, long Line) Widths(TorchGraph graph, OutputHead head, TrainingRow row, Device device)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var scores = graph.Run(Batch.Stack([row], device).Inputs, null, [head.Scores])[head.Scores];
        return scores.is_floating_point()
            ? (RowScores.Width(scores, 1), RowScores.ByLine(scores, 1).shape[1])
            : throw new NotSupportedException($"Output '{head.Output}' holds {scores.dtype}, from which nothing can be learned. Export the model with its scores as the first output.");
    }
}
