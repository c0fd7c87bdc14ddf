using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Epoch after epoch: learns, validates, keeps the best, leaves checkpoints.</summary>
/// <param name="model">The model that learns.</param>
/// <param name="rows">The rows to learn from and those to validate on.</param>
/// <param name="options">How to train.</param>
/// <param name="fingerprint">Tells this training from others, for its checkpoints.</param>
/// <param name="progress">Told of every epoch.</param>
internal sealed class TrainingLoop(TrainableModel model, TrainingRows rows, QuantizationAwareTrainingOptions options, string fingerprint, TrainingProgress progress)
{
    /// <returns>The best epoch; the model is left as it was then.</returns>
    public BestModel Run(TorchGraph teacher, TrainingTask task)
    {
        bool rowByRow = task.RowByRow != null;
        var optimizer = new WeightOptimizer(model.Parameters, options);
        var learner = new Learner(model, teacher, task.Objective, optimizer, rowByRow, device(options.Device), options.CancellationToken);
        var schedule = new TrainingSchedule(options, (rows.LearnedCount + options.BatchSize - 1) / options.BatchSize, rowByRow);
        var (epoch, best) = (0, Untrained());
        try
        {
            (epoch, best) = Begin(learner, optimizer);
            for (bool ended = false; epoch < options.Epochs && !ended; epoch++)
            {
                ended = !Learn(learner, schedule, epoch);
                best = ended ? best : Validate(learner, epoch, best);
                ended |= epoch + 1 - best.Epoch >= options.EarlyStoppingEpochs;
                Leave(optimizer, epoch, best, ended);
            }
        }
        catch (OperationCanceledException) when (options.KeepBestWhenCancelled)
        {
            progress.Cancelled(best.Epoch);
        }

        best.State.CopyTo(model);
        return best;
    }

    private BestModel Untrained() => new(0, new Score(double.NaN, null, 0), ModelState.Copy(model));

    private (int Epoch, BestModel Best) Begin(Learner learner, WeightOptimizer optimizer)
    {
        if (options.CheckpointFolder is { } folder && Checkpoint.Load(folder, fingerprint, model, optimizer, options.Epochs) is { } left)
        {
            left.Current.CopyTo(model);
            progress.Resumed(left.Epoch);
            return (left.Epoch, left.Best);
        }

        var before = learner.Measure(rows.HeldBack(), options.BatchSize);
        progress.Started(rows.LearnedCount, before);
        return (0, new BestModel(0, before, ModelState.Copy(model)));
    }

    /// <returns>Whether the loss stayed a number.</returns>
    private bool Learn(Learner learner, TrainingSchedule schedule, int epoch)
    {
        schedule.Begin(epoch, model);
        var sum = new Score.Sum();
        long step = epoch * schedule.StepsPerEpoch;
        foreach (var batch in Batch.Gather(rows.Learned(epoch), options.BatchSize))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            double rate = schedule.LearningRate.At(step++);
            var (loss, hits) = learner.Step(batch, rate);
            if (!double.IsFinite(loss))
            {
                progress.Diverged(epoch, rate);
                return false;
            }

            sum.Add(loss, hits, batch.Count);
            progress.Step(epoch, sum, rate);
        }

        progress.Learned(sum.Score);
        return true;
    }

    private BestModel Validate(Learner learner, int epoch, BestModel best)
    {
        var score = learner.Measure(rows.HeldBack(), options.BatchSize);
        bool better = best.IsBeatenBy(score);
        progress.Validated(epoch, score, better);
        return (better ? best with { Epoch = epoch + 1, Score = score, State = ModelState.Copy(model) } : best).Seen(score);
    }

    private void Leave(WeightOptimizer optimizer, int epoch, BestModel best, bool ended)
    {
        if (options.CheckpointFolder is { } folder)
        {
            new Checkpoint(ended ? options.Epochs : epoch + 1, ModelState.Copy(model), best).Save(folder, fingerprint, optimizer);
        }
    }
}
