using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Places INT8 for ONNX Runtime's CPU provider: nodes with constant weights, and the nodes between them that keep a
/// region of INT8 values whole. Everything else stays FP32, with the reason.
/// </summary>
internal sealed class CpuPlacement
{
    private readonly GraphIndex _graph;
    private readonly Dictionary<NodeProto, NodePlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NodeProto, FoldableActivation> _folds = new(ReferenceEqualityComparer.Instance);

    private CpuPlacement(GraphProto graph, QuantizationOptions options)
    {
        _graph = new GraphIndex(graph);
        foreach (var node in graph.Node)
        {
            _plans[node] = FirstLook(node, options);
        }
    }

    /// <param name="graph">The prepared graph.</param>
    /// <param name="options">What to exclude, and whether speed decides.</param>
    /// <param name="shapes">The shapes of its tensors, for telling whether a region gains; <see langword="null"/> keeps all regions.</param>
    public static QuantizationPlan Plan(GraphProto graph, QuantizationOptions options, TensorShapes? shapes = null)
    {
        var placement = new CpuPlacement(graph, options);
        placement.FoldActivations(options);
        placement.KeepWholeRegions();
        if (options.OnlyWhereFaster && shapes != null)
        {
            placement.DropSlowRegions(new CpuCosts(placement._graph, shapes));
            placement.KeepWholeRegions();
        }

        placement.UnfoldWhereFloat();
        return new QuantizationPlan([.. graph.Node.Select(node => placement._plans[node])], placement.Tensors());
    }

    private NodePlan FirstLook(NodeProto node, QuantizationOptions options)
    {
        if (IsExcluded(node, options))
        {
            return Float(node, "excluded by the options");
        }

        var role = node.Domain is "" or "ai.onnx" ? OperatorRules.RoleOf(node.OpType) : NodeRole.Float;
        if (role == NodeRole.Float)
        {
            return Float(node, OperatorRules.WhyFloat(node.OpType));
        }

        if (role is NodeRole.Convolution or NodeRole.Linear)
        {
            var obstacle = WeightedNodes.Obstacle(node, _graph) ?? (options.OnlyWhereFaster ? WeightedNodes.WhySlow(node, _graph) : null);
            return obstacle != null ? Float(node, obstacle) : new NodePlan(node.Name, node.OpType, role, "constant weights");
        }

        return new NodePlan(node.Name, node.OpType, role, "between INT8 nodes");
    }

    private static bool IsExcluded(NodeProto node, QuantizationOptions options) =>
        options.ExcludedNodes.Contains(node.Name) || options.ExcludedOperators.Contains(node.OpType);

    private static NodePlan Float(NodeProto node, string reason) => new(node.Name, node.OpType, NodeRole.Float, reason);

    private void FoldActivations(QuantizationOptions options)
    {
        foreach (var node in _graph.Graph.Node.Where(node => _plans[node].Role is NodeRole.Convolution or NodeRole.Linear || node.Is("Add") && _plans[node].IsQuantized))
        {
            if (FoldableActivation.After(node.Output[0], _graph) is { } activation && !IsExcluded(activation.Node, options))
            {
                _folds[node] = activation;
                _plans[activation.Node] = new NodePlan(activation.Node.Name, activation.Node.OpType, NodeRole.Folded, $"folded into the output range of {node.Name}");
            }
        }
    }

    /// <summary>Takes nodes between INT8 nodes back to FP32 until each has INT8 values to read and an INT8 reader.</summary>
    private void KeepWholeRegions()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (var node in _graph.Graph.Node.Where(node => _plans[node].Role is NodeRole.Requantizing or NodeRole.SameScale))
            {
                if (WhyNotCarried(node) is { } reason)
                {
                    _plans[node] = Float(node, reason);
                    changed = true;
                }
            }
        }
    }

    private void DropSlowRegions(CpuCosts costs)
    {
        var nodes = _graph.Graph.Node.Where(node => _plans[node].IsQuantized).ToArray();
        foreach (var region in IntegerRegions.Of(nodes, IntegerReaders))
        {
            double? gain = region.Sum(costs.Gain) is var saved && region.All(node => costs.Gain(node) != null) ? saved : null;
            double? conversions = Boundary(region).Select(costs.Conversion).Aggregate((double?)0, (sum, cost) => sum + cost);
            if (gain - conversions <= 0)
            {
                foreach (var node in region)
                {
                    _plans[node] = Float(node, $"its region of {region.Count} node{(region.Count > 1 ? "s" : "")} would be no faster in INT8");
                }
            }
        }
    }

    private IEnumerable<NodeProto> IntegerReaders(NodeProto node) =>
        _graph.Consumers(OutputOf(node)).Where(use => IsActivationInput(use) && _plans[use.Node].IsQuantized).Select(use => use.Node);

    /// <summary>The tensors that are converted to INT8 for a region and those that are converted back.</summary>
    private IEnumerable<string> Boundary(IReadOnlyList<NodeProto> region)
    {
        var read = region.SelectMany(node => node.Input.Take(OperatorRules.ActivationInputs(node.OpType, node.Input.Count))).Where(input => !MadeInInt8(input));
        var made = region.Where(node => _plans[node].Role != NodeRole.Linear).Select(OutputOf).Where(output => _graph.IsOutput(output) || _graph.Consumers(output).Any(use => !_plans[use.Node].IsQuantized));
        return read.Concat(made).Distinct(StringComparer.Ordinal);
    }

    private string? WhyNotCarried(NodeProto node)
    {
        var inputs = node.Input.Take(OperatorRules.ActivationInputs(node.OpType, node.Input.Count)).ToArray();
        if (inputs.Any(input => _graph.Initializer(input) != null))
        {
            return "one of its inputs is a constant";
        }

        int quantized = inputs.Count(MadeInInt8);
        bool fed = node.Is("Add") ? quantized > 0 : quantized == inputs.Length;
        if (!fed)
        {
            return "its inputs are not all made by INT8 nodes";
        }

        return ReadInInt8(OutputOf(node)) ? null : "no INT8 node reads its output";
    }

    /// <summary>The tensor that carries the node's result: behind the activation folded into it, if there is one.</summary>
    private string OutputOf(NodeProto node) => _folds.TryGetValue(node, out var fold) ? fold.Node.Output[0] : node.Output[0];

    private NodeProto? Maker(string tensor)
    {
        var producer = _graph.Producer(tensor);
        return producer != null && _plans[producer].Role == NodeRole.Folded ? _graph.Producer(producer.Input[0]) : producer;
    }

    private bool MadeInInt8(string tensor) => Maker(tensor) is { } maker && _plans[maker].IsQuantized;

    private bool ReadInInt8(string tensor) => _graph.Consumers(tensor).Any(use => IsActivationInput(use) && _plans[use.Node].IsQuantized);

    private static bool IsActivationInput(TensorUse use) => use.InputIndex < OperatorRules.ActivationInputs(use.Node.OpType, use.Node.Input.Count);

    /// <summary>A linear node whose output stays FP32, and a node that went back to FP32, keep their activation.</summary>
    private void UnfoldWhereFloat()
    {
        foreach (var (node, fold) in _folds.ToArray())
        {
            if (!_plans[node].IsQuantized || (_plans[node].Role == NodeRole.Linear && !ReadInInt8(fold.Node.Output[0])))
            {
                _folds.Remove(node);
                _plans[fold.Node] = Float(fold.Node, "its producer's output stays FP32");
            }
        }
    }

    private List<TensorPlan> Tensors()
    {
        var tensors = new ScaleGroups();
        foreach (string input in _graph.Graph.Input.Select(input => input.Name).Where(ReadInInt8))
        {
            tensors.Add(input);
        }

        foreach (var node in _graph.Graph.Node.Where(node => _plans[node].Role != NodeRole.Folded))
        {
            var role = _plans[node].Role;
            foreach (string output in role == NodeRole.Float ? node.Output : [OutputOf(node)])
            {
                if (role is NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale || ReadInInt8(output))
                {
                    var fold = _folds.GetValueOrDefault(node);
                    tensors.Add(output, fold?.Low, fold?.High);
                }
            }

            if (role == NodeRole.SameScale)
            {
                tensors.Share(node.Input[0], node.Output[0]);
            }
        }

        foreach (var concat in _graph.Graph.Node.Where(node => node.Is("Concat") && _plans[node].IsQuantized))
        {
            tensors.ShareConcat(concat, _graph);
        }

        return tensors.ToList();
    }
}
