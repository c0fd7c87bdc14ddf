using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Runs batches through the quantized model: to learn from them, or to measure it.</summary>
/// <param name="model">The model that learns.</param>
/// <param name="teacher">The FP32 model, which runs where the objective has distillation.</param>
/// <param name="objective">What learning makes small.</param>
/// <param name="optimizer">How weights follow gradients.</param>
/// <param name="rowByRow">Whether rows go through the graph one by one, because it cannot take several.</param>
/// <param name="device">Where tensors live.</param>
/// <param name="cancellation">Stops before the next rows go through the graph.</param>
internal sealed class Learner(
    TrainableModel model, TorchGraph teacher, Objective objective, WeightOptimizer optimizer, bool rowByRow, Device device, CancellationToken cancellation = default)
{
    /// <summary>One step of training.</summary>
    /// <returns>The mean loss of the rows before the step, and how many of them were right.</returns>
    public (double Loss, double? Hits) Step(IReadOnlyList<TrainingRow> rows, double learningRate)
    {
        optimizer.ZeroGradients();
        var sum = new Score.Sum();
        foreach (var part in Parts(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (loss, hits) = Forward(part);
            sum.Add(loss.item<float>(), hits, part.Count);
            RequireGradient(loss);
            (loss * Scalars.Get((double)part.Count / rows.Count)).backward();
        }

        if (double.IsFinite(sum.Score.Loss))
        {
            optimizer.Step(learningRate);
            model.Restrain();
        }

        return (sum.Score.Loss, sum.Hits);
    }

    /// <summary>The score on rows that are not learned from.</summary>
    public Score Measure(IEnumerable<TrainingRow> rows, int batchSize)
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
        var batch = Batch.Stack(rows, device);
        var student = model.Graph.Run(batch.Inputs, model.Quantizer, objective.Wanted);
        var taught = objective.Teaching == null ? null : Teach(batch);
        objective.RequireFit(student[objective.Head.Scores], rows);
        var loss = objective.Loss(student, taught, batch);
        using var _ = no_grad();
        return (loss, objective.Hits(student, taught, batch));
    }

    private void RequireGradient(Tensor loss)
    {
        if (!loss.requires_grad)
        {
            throw new InvalidOperationException(
                $"No weight of '{model.Source.SourcePath}' that training may change leads to output '{objective.Head.Output}'. Quantize it without training (mlContext.Transforms.Quantize).");
        }
    }

    private Dictionary<string, Tensor> Teach(Batch batch)
    {
        using var _ = no_grad();
        return teacher.Run(batch.Inputs, null, objective.Wanted);
    }
}
