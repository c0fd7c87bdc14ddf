using System.Globalization;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What a model is like in the file of a target.</summary>
/// <example>
/// <code>
/// var report = model.LastTransformer.SaveForTarget("model.tflite", QuantizationTarget.LiteRt);
/// foreach (var node in report.FloatNodes)
/// {
///     Console.WriteLine($"{node.Name} ({node.OperatorType}) computes in FP32: {node.Reason}");
/// }
/// </code>
/// </example>
public sealed class TargetReport
{
    internal TargetReport(string target) => Target = target;

    /// <summary>The name of the target.</summary>
    public string Target { get; }

    /// <summary>The file that was written, without its folder; <see langword="null"/> where none was.</summary>
    public string? File { get; internal init; }

    /// <summary>The size of the file in bytes; 0 where it cannot be written.</summary>
    public long Bytes { get; internal init; }

    /// <summary>How many nodes of the model compute on INT8 values, activations that others take over counted.</summary>
    public int IntegerNodes { get; internal init; }

    /// <summary>The nodes that compute in FP32, each with the reason, in the order of the graph.</summary>
    public IReadOnlyList<NodeReport> FloatNodes { get; internal init; } = [];

    /// <summary>What the checks of the target found, and what the file lacks, each a sentence or two.</summary>
    public IReadOnlyList<string> Findings { get; internal init; } = [];

    /// <summary>What was compared with FP32, as a sentence.</summary>
    public string Compared { get; internal init; } = "";

    /// <summary>The same in one line.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string size = Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:0.00} MB, ") : "";
        string nodes = string.Create(CultureInfo.InvariantCulture, $"{IntegerNodes} of {IntegerNodes + FloatNodes.Count} nodes in INT8");
        return $"{Target}: {(File == null ? "" : $"{File}, ")}{size}{nodes}.{string.Concat(TargetWords.Islands(this).Select(each => $" FP32: {each}."))}{string.Concat(Findings.Select(each => $" {each}"))} {Compared}".TrimEnd();
    }
}
