namespace Microsoft.ML.Quantization;

/// <summary>What happened to one node of the model.</summary>
public sealed class NodeReport
{
    internal NodeReport(string name, string operatorType, bool isQuantized, bool isFused, string reason) =>
        (Name, OperatorType, IsQuantized, IsFused, Reason) = (name, operatorType, isQuantized, isFused, reason);

    /// <summary>The node's name after constants and BatchNormalization were folded.</summary>
    public string Name { get; }

    /// <summary>The ONNX operator.</summary>
    public string OperatorType { get; }

    /// <summary>Whether the node was meant to run in INT8 (a folded activation counts with the node that took it over), or looks values up in a table that is stored in INT8.</summary>
    public bool IsQuantized { get; }

    /// <summary>Whether ONNX Runtime really runs the node on INT8 values, as its optimized graph on this machine tells.</summary>
    public bool IsFused { get; }

    /// <summary>Why the node is INT8 or FP32.</summary>
    public string Reason { get; }

    /// <summary>Whether the node is gone: the one before it does its clipping.</summary>
    internal bool IsFolded { get; init; }

    /// <summary>The places in the report of the nodes whose results this one reads, ascending.</summary>
    internal IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>The ranges of its FP32 weights by output channel; <see langword="null"/> where it has none that are quantized.</summary>
    internal Reporting.WeightRanges? Weights { get; init; }
}
