using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>The operators that a target knows, each with its rule.</summary>
internal sealed class OperatorRules
{
    private readonly Dictionary<string, OperatorRule> _rules;

    public OperatorRules(params OperatorRule[] rules)
    {
        _rules = rules.ToDictionary(rule => rule.OperatorType, StringComparer.Ordinal);
        Carriers = [.. rules.Where(rule => rule.Role is NodeRole.Requantizing or NodeRole.SameScale).Select(rule => rule.OperatorType)];
        ScaleSharers = [.. rules.Where(rule => rule.SharesScale).Select(rule => rule.OperatorType)];
    }

    public IEnumerable<OperatorRule> All => _rules.Values;

    /// <summary>These rules, but for those of the same operators as <paramref name="others"/>, which take their place or are added.</summary>
    public OperatorRules With(params OperatorRule[] others) => new([.. All.Where(rule => Array.TrueForAll(others, other => other.OperatorType != rule.OperatorType)), .. others]);

    /// <summary>These rules with other gains.</summary>
    public OperatorRules WithGains(params (string OperatorType, Func<NodeWork, double> Gain)[] gains) =>
        With([.. gains.Select(other => _rules[other.OperatorType] with { Gain = other.Gain })]);

    /// <summary>The operators that run in INT8 only between others.</summary>
    public IReadOnlyList<string> Carriers { get; }

    /// <summary>The operators whose inputs had better have the scale of their output.</summary>
    public IReadOnlyList<string> ScaleSharers { get; }

    /// <summary>The rule of a node's operator; one that leaves it in FP32 where the target knows none.</summary>
    public OperatorRule this[NodeProto node] =>
        node.Domain is "" or "ai.onnx" && _rules.TryGetValue(node.OpType, out var rule) ? rule : new OperatorRule(node.OpType, NodeRole.Float);
}
