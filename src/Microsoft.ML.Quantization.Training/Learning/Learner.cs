using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Runs batches through the quantized model: to learn from them, or to measure it.</summary>
/// <param name="model">The model that learns.</param>
/// <param name="teacher">The FP32 model; <see langword="null"/> without distillation.</param>
/// <param name="objective">What learning makes small.</param>
/// <param name="optimizer">How weights follow gradients.</param>
/// <param name="gradientClipping">The largest norm of the gradients; <see langword="null"/> for no limit.</param>
/// <param name="rowByRow">Whether rows go through the graph one by one, because it cannot take several.</param>
/// <param name="device">Where tensors live.</param>
internal sealed class Learner(
    TrainableModel model, TorchGraph? teacher, Objective objective, OptimizerHelper optimizer, double? gradientClipping, bool rowByRow, Device device)
{
    /// <summary>One step of training.</summary>
    /// <returns>The mean loss of the rows before the step, and how many of them were right.</returns>
    public (double Loss, double? Hits) Step(IReadOnlyList<TrainingRow> rows, double learningRate)
    {
        optimizer.zero_grad();
        var sum = new Score.Sum();
        foreach (var part in Parts(rows))
        {
            using var scope = NewDisposeScope();
            var (loss, hits) = Forward(part);
            sum.Add(loss.item<float>(), hits, part.Count);
            (loss * Scalars.Of((double)part.Count / rows.Count)).backward();
        }

        if (double.IsFinite(sum.Score.Loss))
        {
            using var scope = NewDisposeScope();
            Optimizers.SetLearningRate(optimizer, learningRate);
            if (gradientClipping is { } limit)
            {
                nn.utils.clip_grad_norm_(model.Parameters.Where(parameter => parameter.grad is not null), limit);
            }

            optimizer.step();
            model.Restrain();
        }

        return (sum.Score.Loss, sum.Hits);
    }

    /// <summary>The score on rows that are not learned from.</summary>
    public Score Measure(IEnumerable<TrainingRow> rows, int batchSize, CancellationToken cancellation)
    {
        model.Graph.eval();
        model.Quantizer.eval();
        var sum = new Score.Sum();
        foreach (var batch in Batch.Gather(rows, rowByRow ? 1 : batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var (loss, hits) = Forward(batch);
            sum.Add(loss.item<float>(), hits, batch.Count);
        }

        return sum.Score;
    }

    private IEnumerable<IReadOnlyList<TrainingRow>> Parts(IReadOnlyList<TrainingRow> rows) => rowByRow ? rows.Select(row => (IReadOnlyList<TrainingRow>)[row]) : [rows];

    private (Tensor Loss, double? Hits) Forward(IReadOnlyList<TrainingRow> rows)
    {
        var batch = Batch.Of(rows, device);
        var student = model.Graph.Run(batch.Inputs, model.Quantizer, objective.Wanted);
        var taught = teacher == null ? null : Teach(teacher, batch);
        var loss = objective.Loss(student, taught, batch.Labels);
        using var _ = no_grad();
        return (loss, objective.Hits(student, taught, batch.Labels));
    }

    private Dictionary<string, Tensor> Teach(TorchGraph graph, Batch batch)
    {
        using var _ = no_grad();
        return graph.Run(batch.Inputs, null, objective.Wanted);
    }
}
