using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>A training that is asked for, all of it known to be there.</summary>
/// <param name="ModelFile">The FP32 model.</param>
/// <param name="Rows">The rows to learn from.</param>
/// <param name="Validation">The rows that decide which epoch is kept; <see langword="null"/> to hold some of the others back.</param>
internal sealed record TrainingRequest(string ModelFile, IRowSource Rows, IRowSource? Validation)
{
    public required string OutputFile { get; init; }

    public string? ReportFile { get; init; }

    public string? Checkpoints { get; init; }

    public required int Epochs { get; init; }

    public required double LearningRate { get; init; }

    public required int BatchSize { get; init; }

    public int? EarlyStopping { get; init; }

    public double? Distillation { get; init; }

    public required int Seed { get; init; }

    public required QuantizationOptions Quantization { get; init; }

    /// <summary>Trains. The training package has to be loaded before: what is named here is in it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public QuantizedOnnxTransformer Fit(MLContext context, IDataView rows)
    {
        var options = new QuantizationAwareTrainingOptions();
        return context.Transforms.QuantizeAware(ModelFile, Rows.HasClasses == null ? null : DataColumn.Label, options with
        {
            Quantization = Quantization with { MaxCalibrationRows = Quantization.MaxCalibrationRows ?? options.Quantization.MaxCalibrationRows },
            Epochs = Epochs,
            LearningRate = LearningRate,
            BatchSize = BatchSize,
            EarlyStoppingEpochs = EarlyStopping,
            DistillationWeight = Distillation,
            Seed = Seed,
            Threads = Quantization.IntraOpThreads,
            CheckpointFolder = Checkpoints,
            ValidationData = Validation == null ? null : new RowsView(Validation),
            CancellationToken = Quantization.CancellationToken,
        }).Fit(rows);
    }
}
