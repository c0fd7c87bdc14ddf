namespace Microsoft.ML.Quantization.Chains;

/// <summary>A stage of a trained model, and what a quantizer made of it.</summary>
/// <param name="Stock">The stage.</param>
/// <param name="Input">The rows as they reach it; <see langword="null"/> where there are none.</param>
/// <param name="Made">What was made of it, or why it stays.</param>
/// <param name="ComparedRows">On how many rows it gave the same bits as the stage; 0 where they were not compared.</param>
internal sealed record WalkedStage(ITransformer Stock, IDataView? Input, StageQuantization Made, int ComparedRows = 0)
{
    private ITransformer? _refitted;

    /// <summary>Whether a rounded stage was taken back for this one.</summary>
    public bool WasRounded { get; init; }

    /// <summary>The stage that is in the model now.</summary>
    public ITransformer Taken => _refitted ?? Made.Transformer ?? Stock;

    public bool IsQuantized => Made.Transformer != null;

    public bool IsRounded => (IsQuantized && !Made.IsExact) || IsRefitted;

    /// <summary>Whether it was fitted anew.</summary>
    public bool IsRefitted => _refitted != null;

    /// <summary>Whether the data does not fit it, and goes around it.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>A predictor that was fitted anew.</summary>
    /// <param name="stock">What it was.</param>
    /// <param name="input">The rows that reach it.</param>
    /// <param name="refitted">What is in its place, quantized where that can be.</param>
    /// <param name="parts">What was made of its stages.</param>
    public static WalkedStage Refit(ITransformer stock, IDataView input, ITransformer refitted, IReadOnlyList<WalkedStage> parts)
    {
        string explanation = $"fitted anew on the features of the INT8 model; {string.Join("; ", parts.Select(part => part.Made.Explanation).Distinct())}";
        var made = parts.Any(part => part.IsQuantized) ? StageQuantization.Rounded(refitted, explanation) : StageQuantization.Stays(explanation);
        return new WalkedStage(stock, input, made, parts.Max(part => part.ComparedRows)) { _refitted = refitted };
    }
}
