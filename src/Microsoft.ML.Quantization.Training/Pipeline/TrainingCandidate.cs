using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Options;
using Microsoft.ML.Quantization.Training.Quantizing;

namespace Microsoft.ML.Quantization.Training.Pipeline;

/// <summary>Quantization-aware training that starts from what the shared calibration pass showed.</summary>
internal sealed class TrainingCandidate(string name, IDataView? data, string? label, QuantizationAwareTrainingOptions options, FittedRows? fitted = null)
    : QuantizationCandidate(name, $"{options.Epochs} epoch{(options.Epochs == 1 ? "" : "s")} of training{(label == null ? ", without labels" : " on labels")}"), ILearnsFromRows
{
    internal override IEnumerable<QuantizationOptions> Configurations => [options.Quantization];

    /// <inheritdoc/>
    public QuantizationCandidate On(FittedRows rows) => new TrainingCandidate(Name, data, label, options, rows);

    internal override QuantizationResult Quantize(CandidateContext context)
    {
        var cancellation = context.Options.CancellationToken;
        var view = data ?? fitted?.Data ?? throw new InvalidOperationException(
            $"'{Name}' has no rows to train on: every row is calibrated or validated on. Give it trainingData of its own, or set ValidationData of the Budget so that the rows that are fitted are free to learn from.");
        var running = options with { Threads = options.Threads ?? context.Options.IntraOpThreads, Quantization = options.Quantization.RunAs(context.Options) };
        using var stoppable = new StoppableOptions(running, options.Quantization.CancellationToken);
        var training = stoppable.Options;
        var set = TrainingViews.Create(view, label, fitted!.Open, training);
        var result = QuantizationAwareTrainer.Run(context.Model.For(training.Quantization), set, training, context.Progress);
        if (cancellation.IsCancellationRequested)
        {
            result.Model.Dispose();
            cancellation.ThrowIfCancellationRequested();
        }

        return result;
    }
}
