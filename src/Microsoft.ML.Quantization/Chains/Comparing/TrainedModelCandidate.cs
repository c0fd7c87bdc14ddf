namespace Microsoft.ML.Quantization;

/// <summary>A way to quantize a trained model that is compared with others.</summary>
/// <example>
/// <code>
/// var candidates = new[]
/// {
///     new TrainedModelCandidate("16-bit leaves", new TrainedModelOptions { Level = QuantizationLevel.Compact }),
///     new TrainedModelCandidate("12-bit leaves", new TrainedModelOptions { Level = QuantizationLevel.Compact, LeafBits = 12 }),
/// };
/// Console.WriteLine(mlContext.Quantization().Compare(trainingData, testData, model, "Label", candidates));
/// </code>
/// </example>
public sealed class TrainedModelCandidate
{
    /// <summary>A way to quantize.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="options">What is given to <c>Quantize</c>.</param>
    public TrainedModelCandidate(string name, TrainedModelOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        (Name, Options) = (name, options);
    }

    /// <summary>What the table calls it.</summary>
    public string Name { get; }

    /// <summary>What is given to <c>Quantize</c>.</summary>
    public TrainedModelOptions Options { get; }
}
