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
    private readonly int _leafBits = 16;

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

    /// <summary>
    /// To how many bits the level <see cref="QuantizationLevel.Compact"/> rounds the leaves of trees: 16, the default, or 12, which makes a saved model a little smaller yet and
    /// errors 16 times as large.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 12 nor 16.</exception>
    public int LeafBits
    {
        get => _leafBits;
        init => _leafBits = value is 12 or 16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"{nameof(LeafBits)} is {value}, but leaves are rounded to 12 or 16 bits."));
    }

    /// <summary>
    /// Whether a quantized stage of trees is saved without what only its training used: gains of splits and their p-values, values of leaves that were split, thresholds
    /// in bins, labels sampled for quantiles. By default it is, and the file is a quarter to two thirds smaller. No score, probability, decision or contribution of a feature changes, nor does
    /// <c>PermutationFeatureImportance</c>. But what is made of gains is zero: <c>GetFeatureWeights</c>, and with it the features that <c>useFeatureWeightFilter</c> lets through; and a tree of a
    /// forest that was trained for quantiles has one sample a leaf, its value.
    /// </summary>
    public bool ClearTrainingFields { get; init; } = true;

    /// <summary>Stops between two stages and between two rows.</summary>
    public CancellationToken CancellationToken { get; init; }
}
