using System.Globalization;

namespace Microsoft.ML.Quantization;

/// <summary>What became of a trained model: every stage, quantized or not, with the reason.</summary>
public sealed class TrainedModelReport
{
    internal TrainedModelReport(IReadOnlyList<TrainedStageReport> stages, int comparedRows) => (Stages, ComparedRows) = (stages, comparedRows);

    /// <summary>The stages in the order in which rows go through them; chains inside of chains are taken apart.</summary>
    public IReadOnlyList<TrainedStageReport> Stages { get; }

    /// <summary>On how many rows the quantized stages gave the same bits as those that they replace, in all columns; 0 where none was quantized.</summary>
    public int ComparedRows { get; }

    /// <summary>Whether any stage was quantized. If none was, the model came back as it was.</summary>
    public bool IsQuantized => Stages.Any(stage => stage.IsQuantized);

    /// <summary>A verdict, and a line for each stage.</summary>
    /// <returns>The lines.</returns>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report);
    /// </code>
    /// </example>
    public override string ToString() => string.Join(Environment.NewLine, [Verdict(), .. Stages.Select(stage => $"  {stage}")]);

    private string Verdict() => IsQuantized
        ? string.Create(CultureInfo.InvariantCulture, $"{Stages.Count(stage => stage.IsQuantized)} of {Stages.Count} stages quantized; all columns the same bits on {ComparedRows:N0} rows")
        : "No stage was quantized: the model is as it was";
}
