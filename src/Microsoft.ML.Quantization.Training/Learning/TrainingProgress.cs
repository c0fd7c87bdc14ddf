using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Tells how a training goes: loss, accuracy, rows a second, time left.</summary>
internal sealed class TrainingProgress(IQuantizationProgress progress, int epochs, long rows)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _said;
    private TimeSpan _learning;
    private long _learned;
    private TimeSpan _epochStart;
    private Score _training;

    public void Started(long learned, Score before)
    {
        Say($"Training on {learned:#,0} rows, {epochs} epochs. Before it: {Describe(before, "validation")}.");
        _epochStart = _watch.Elapsed;
    }

    public void Resumed(int epoch)
    {
        Say($"Going on after epoch {epoch} of {epochs}, which the checkpoint holds.");
        _epochStart = _watch.Elapsed;
    }

    public void Step(int epoch, Score.Sum sum, double rate)
    {
        if (_watch.Elapsed - _said < Interval)
        {
            return;
        }

        _said = _watch.Elapsed;
        var spent = _learning + _said - _epochStart;
        double speed = (_learned + sum.Rows) / spent.TotalSeconds;
        var left = TimeSpan.FromSeconds((((epochs - epoch) * rows) - sum.Rows) / speed);
        Say($"Epoch {epoch + 1} of {epochs}, {(double)sum.Rows / rows:P0}: {Describe(sum.Score, "training")}, rate {rate:0.0e+0}, {speed:#,0} rows/s, {Duration(left)} left.");
    }

    public void Learned(Score score)
    {
        _learning += _watch.Elapsed - _epochStart;
        _learned += score.Rows;
        _training = score;
    }

    public void Validated(int epoch, Score score, bool better)
    {
        string mark = better && score.Rows > 0 ? ", the best so far" : "";
        var left = (_watch.Elapsed - _epochStart) * (epochs - epoch - 1);
        Say($"Epoch {epoch + 1} of {epochs}: {Describe(_training, "training")}; {Describe(score, "validation")}{mark}. {_learned / _learning.TotalSeconds:#,0} rows/s, {Duration(left)} left.");
        _epochStart = _watch.Elapsed;
    }

    public void Diverged(int epoch, double rate) => progress.Warning(
        string.Create(CultureInfo.InvariantCulture, $"The loss is no number any more in epoch {epoch + 1} at learning rate {rate:0.0e+0}. Training ends and the best model so far is kept; try a smaller LearningRate."));

    public void Cancelled(int best) => progress.Warning($"Training was cancelled; the model {(best == 0 ? "before it" : $"of epoch {best}")} is kept.");

    public void Finished(BestModel best) => Say(
        $"Trained in {Duration(_watch.Elapsed)}. Kept {(best.Epoch == 0 ? "the model before training, which no epoch made better" : $"epoch {best.Epoch}")}: {Describe(best.Score, "validation")}.");

    private void Say(FormattableString text) => progress.Message(text.ToString(CultureInfo.InvariantCulture));

    private static string Describe(Score score, string of) => score.Rows == 0
        ? $"no {of} rows"
        : string.Create(CultureInfo.InvariantCulture, $"{of} loss {score.Loss:0.0000}{(score.Accuracy is { } accuracy ? $", accuracy {accuracy:P2}" : "")}");

    private static string Duration(TimeSpan time) => time.TotalMinutes < 2 ? $"{time.TotalSeconds:0} s" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.0} h";
}
