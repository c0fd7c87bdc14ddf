using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What became of a trained model: every stage, quantized or not, with the reason, and what was gained, measured on this machine.</summary>
public sealed class TrainedModelReport
{
    internal TrainedModelReport(IReadOnlyList<TrainedStageReport> stages) => Stages = stages;

    /// <summary>The stages in the order in which rows go through them; chains inside of chains are taken apart.</summary>
    public IReadOnlyList<TrainedStageReport> Stages { get; }

    /// <summary>On how many rows the exact stages gave the same bits as those that they replace, in all columns; 0 where there are none.</summary>
    public int ComparedRows { get; internal init; }

    /// <summary>Whether any stage was quantized. If none was, the model came back as it was.</summary>
    public bool IsQuantized => Stages.Any(stage => stage.IsQuantized);

    /// <summary>Whether all that the model gives is the same bits as before.</summary>
    public bool IsExact => Stages.All(stage => stage.IsExact);

    /// <summary>The size of the file that <c>mlContext.Model.Save</c> writes of the trained model, in bytes; <see langword="null"/> where it cannot be saved. Measured when a size is first asked for.</summary>
    public long? OriginalBytes => Sizes.Value.Model.Before;

    /// <summary>As <see cref="OriginalBytes"/>, of the quantized model.</summary>
    public long? QuantizedBytes => Sizes.Value.Model.After;

    /// <summary>
    /// The processor time of a row in the trained model, in microseconds, where many rows are read; NaN where the data had no rows. It and the times of the stages are measured
    /// when one is first asked for, on the first rows of the data, which are read again for it: before and after in turn, the median of some rounds, about a second in all, longer where
    /// a row takes long. On Windows and .NET 8, which count processor time too coarsely, it is the elapsed time; stages that use one thread take the same.
    /// </summary>
    public double OriginalMicroseconds => Times.Value.Model.Before;

    /// <summary>As <see cref="OriginalMicroseconds"/>, of the quantized model; measured in turn with it.</summary>
    public double QuantizedMicroseconds => Times.Value.Model.After;

    /// <summary>On how many rows the times were measured.</summary>
    public int TimedRows => Times.Value.Rows;

    internal Lazy<ModelSizes> Sizes { get; init; } = null!;

    internal Lazy<ModelTimes> Times { get; init; } = null!;

    /// <summary>A verdict, and a line for each stage. It measures nothing.</summary>
    /// <returns>The lines.</returns>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report);
    /// </code>
    /// </example>
    public override string ToString() => string.Join(Environment.NewLine, [Verdict(), .. Stages.Select(stage => $"  {stage}")]);

    private string Verdict() => IsQuantized
        ? $"{Stages.Count(stage => stage.IsQuantized)} of {Stages.Count} stages quantized; all columns the same bits on {Words.Whole(ComparedRows)} rows"
        : "No stage was quantized: the model is as it was";
}
