using System.Globalization;
using System.Text;
using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>FP32 and several ways to quantize it, measured on the same rows, and which of them to take.</summary>
public sealed class QuantizationComparison
{
    private readonly Recommendation _recommendation;

    internal QuantizationComparison(IReadOnlyList<ComparedMethod> methods, Metric metric, ComparedWords? words = null)
    {
        (Methods, Metric, ComparedWords) = (methods, metric, words ?? ComparedWords.OfOnnx);
        _recommendation = Recommendation.Choose(methods, metric, words);
        MethodWords.Write(methods, ComparedWords.Reference);
    }

    /// <summary>FP32, and the methods in the order in which they were asked for.</summary>
    public IReadOnlyList<ComparedMethod> Methods { get; }

    /// <summary>What to take: FP32 where no INT8 model is worth it.</summary>
    public ComparedMethod Recommended => _recommendation.Method;

    /// <summary>Why <see cref="Recommended"/> is, in some sentences. A difference that is not told from none, with the confidence level for all differences together, counts as none.</summary>
    public string Reason => _recommendation.Reason;

    /// <summary>What accuracy is, by ML.NET's name: MicroAccuracy, Accuracy, RootMeanSquaredError, CosineSimilarity, PeakSignalToNoiseRatio or MAP50_95, for a detector without labels DetectionAgreement; for a classifier without labels, "agreement with FP32".</summary>
    public string MetricName => Metric.Name;

    /// <summary>The rows that all models scored.</summary>
    public long Rows { get; internal init; }

    /// <summary>The rows that were calibrated on.</summary>
    public long CalibrationRows { get; internal init; }

    /// <summary>The time of the one pass over the calibration rows, which all post-training methods share.</summary>
    public TimeSpan ObservationTime { get; internal init; }

    /// <summary>Each layer's share of the output error, the largest first; empty where it was not measured.</summary>
    public IReadOnlyList<LayerSensitivity> Layers { get; internal init; } = [];

    /// <summary>What is in the model that is recommended; <see langword="null"/> where that is FP32.</summary>
    public QuantizationReport? Report { get; internal init; }

    /// <summary>What became of the stages of the trained model in the model that is recommended; <see langword="null"/> where that is the trained one, and for ONNX models.</summary>
    public TrainedModelReport? TrainedReport { get; internal init; }

    /// <summary>The name of the FP32 model's file, without its folder.</summary>
    internal string ModelName { get; init; } = "model.onnx";

    /// <summary>Whether the rows that all models scored are those that were calibrated on.</summary>
    internal bool IsOnCalibrationRows { get; init; }

    internal Metric Metric { get; }

    internal ComparedWords ComparedWords { get; }

    /// <summary>What is to be known of the intervals; <see langword="null"/> where one method is compared with FP32 and nothing else.</summary>
    internal string? FamilyNote => Methods.Count(method => method.IsUsable) > 2
        ? string.Create(CultureInfo.InvariantCulture, $"Each interval has {100 * Methods[0].LossInterval.Level:0.##} % by itself; what is told apart is so with as much for all comparisons of these {Methods.Count(method => method.IsUsable)} together.")
        : null;

    /// <summary>What is to be known of the rows; <see langword="null"/> where nothing is.</summary>
    internal string? RowsNote => IsOnCalibrationRows ? "The models scored the rows that they were calibrated on, which flatters them: give other rows to validate on." : null;

    /// <summary>The comparison as a page, with what is in the recommended model. It is complete in itself: it loads nothing, needs no script, and can be printed.</summary>
    /// <returns>An HTML document.</returns>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label");
    /// File.WriteAllText("comparison.html", comparison.ToHtml());
    /// </code>
    /// </example>
    public string ToHtml() => HtmlReport.Write(ComparisonDocument.Create(this));

    /// <summary>Saves the page of <see cref="ToHtml"/>. An existing file is replaced once the new one is complete.</summary>
    /// <param name="path">The file, which by custom ends in <c>.html</c>.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label");
    /// comparison.SaveHtml("comparison.html");
    /// </code>
    /// </example>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The comparison as GitHub-flavoured Markdown, short enough for a pull request.</summary>
    /// <returns>Some lines of Markdown.</returns>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label");
    /// File.AppendAllText("summary.md", comparison.ToMarkdown());
    /// </code>
    /// </example>
    public string ToMarkdown() => MarkdownReport.Write(ComparisonDocument.Create(this));

    /// <summary>The comparison as JSON, with all that is known of the recommended model. What was not measured, and infinity, is <see langword="null"/>.</summary>
    /// <returns>An indented JSON object.</returns>
    /// <example>
    /// <code>
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label");
    /// File.WriteAllText("comparison.json", comparison.ToJson());
    /// </code>
    /// </example>
    public string ToJson() => JsonReport.Write(ComparisonDocument.Create(this));

    /// <summary>The table, at most 120 characters wide, what each method is best for, and which to take.</summary>
    /// <returns>Some lines of text.</returns>
    public override string ToString() => ComparisonText.Write(this);

    /// <summary>The same for a screen that may be narrower.</summary>
    internal string ToText(int width) => ComparisonText.Write(this, width);
}
