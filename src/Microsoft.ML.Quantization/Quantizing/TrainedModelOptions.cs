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
    private readonly int _leafBits = 16;
    private readonly double? _maxAccuracyLoss;
    private QuantizationLevel _level;

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

    /// <summary>
    /// The accuracy that rounded stages may lose together, a share of 1: 0.005 is half a point. Stages that lose more on the rows are taken back to what is exact: one of
    /// them where that is enough, the one that gains least in size first, or else all. What is taken is proven to be within it, with 95 % confidence, one-sided, corrected for the
    /// number of looks; where the rows are too few to prove that, it is within it on these rows, with a warning that says how many would. <see cref="TrainedModelReport.Attempts"/>
    /// tells what was tried. Nothing is thrown: a model of which nothing is left rounded predicts as before. Without labels, every row whose predicted label differs counts as lost. Of
    /// a regression it is the share by which the root mean square error may grow, of a ranking that of the gain which may be lost; both need labels. <see langword="null"/> sets no budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or 1 or more.</exception>
    public double? MaxAccuracyLoss
    {
        get => _maxAccuracyLoss;
        init => _maxAccuracyLoss = value is null or (>= 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxAccuracyLoss)} is a share: it must be at least 0 and below 1, such as 0.005 for half a point.");
    }

    /// <summary>
    /// The column of what is right, as ML.NET's <c>Evaluate</c> finds it in the output of the model: a key for several classes, a boolean, a number. The report then has the metrics of the
    /// task, before and after. <see langword="null"/> does without labels.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>The key column that tells which rows a ranking orders among each other; they follow each other.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? RowGroupColumnName { get; init; }

    /// <summary>
    /// The rows on which rounded stages are measured, all of them, with the columns that the model reads. <see langword="null"/> takes the data that the model is quantized on, which is read once more for it; give
    /// others where it can be read only once, or where stages are calibrated on that, as those with ONNX models are.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IDataView? ValidationData { get; init; }

    /// <summary>
    /// How the ONNX models inside of the model are quantized (<c>ApplyOnnxModel</c>, <c>DnnFeaturizeImage</c>); set it to have them quantized whatever the <see cref="Level"/>.
    /// With <see langword="null"/>, the default, <see cref="QuantizationLevel.Exact"/> leaves them as they are, and <see cref="QuantizationLevel.Compact"/> quantizes them with
    /// the default options on the first 1,000 rows. A model that gains nothing, or that is slower in INT8, stays as it is. A <see cref="QuantizationOptions.Budget"/> is that of each
    /// ONNX model by itself: one that no INT8 model is within leaves the stage as it is.
    /// </summary>
    public QuantizationOptions? OnnxStages { get; init; }

    /// <summary>
    /// The trainer that the model was trained with, to fit it anew on the features that a quantized ONNX model in front of it gives: the last predictor of the model gives way to
    /// what it fits. It reads the data that the model is quantized on, which needs labels then, and should be the training data.
    /// It has to give the same columns. <see langword="null"/>, the default, keeps the predictor, and so does a model whose ONNX models all stay as they are.
    /// </summary>
    public IEstimator<ITransformer>? RefitTrainer { get; init; }

    /// <summary>Stops between two stages and between two rows.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The same for another level.</summary>
    internal TrainedModelOptions At(QuantizationLevel level)
    {
        var options = (TrainedModelOptions)MemberwiseClone();
        options._level = level;
        return options;
    }
}
