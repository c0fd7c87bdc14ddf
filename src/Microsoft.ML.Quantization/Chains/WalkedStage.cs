namespace Microsoft.ML.Quantization.Chains;

/// <summary>A stage of a trained model, and what a quantizer made of it.</summary>
/// <param name="Stock">The stage.</param>
/// <param name="Input">The rows as they reach it; <see langword="null"/> where there are none.</param>
/// <param name="Made">What was made of it, or why it stays.</param>
/// <param name="ComparedRows">On how many rows it gave the same bits as the stage; 0 where they were not compared.</param>
internal sealed record WalkedStage(ITransformer Stock, IDataView? Input, StageQuantization Made, int ComparedRows = 0)
{
    /// <summary>Whether a rounded stage was taken back for this one.</summary>
    public bool WasRounded { get; init; }

    /// <summary>The stage that is in the model now.</summary>
    public ITransformer Taken => Made.Transformer ?? Stock;

    public bool IsQuantized => Made.Transformer != null;

    public bool IsRounded => IsQuantized && !Made.IsExact;
}
