using System.Globalization;

namespace Microsoft.ML.Quantization;

/// <summary>How a trained ML.NET model is quantized.</summary>
/// <example>
/// <code>
/// var options = new TrainedModelOptions { ComparedRows = 10_000 };
/// ITransformer quantized = mlContext.Quantization().Quantize(model, testData, options);
/// </code>
/// </example>
public sealed class TrainedModelOptions
{
    private readonly int _comparedRows = 1000;
    private readonly QuantizationLevel _level;

    /// <summary>
    /// On how many of the data's first rows each quantized stage is compared with the stage that it replaces, bit for bit, before it is taken: 1 or more, by default 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int ComparedRows
    {
        get => _comparedRows;
        init => _comparedRows = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"{nameof(ComparedRows)} is {value}, but a stage is taken only after a comparison: give 1 or more."));
    }

    /// <summary>What the model may lose: nothing, by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public QuantizationLevel Level
    {
        get => _level;
        init => _level = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"There is no such level; the levels are {string.Join(" and ", Enum.GetNames<QuantizationLevel>())}.");
    }

    /// <summary>Stops between two stages and between two rows.</summary>
    public CancellationToken CancellationToken { get; init; }
}
