using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Chooses which of the nodes that can run in INT8 do, so that what they gain less what conversions at their borders cost is the
/// most there is: a minimum cut between INT8, the first side, and FP32.
/// </summary>
internal sealed class FastestRegions
{
    private readonly PlacementDraft _draft;
    private readonly NodeCosts _costs;
    private readonly ErrorPrices? _prices;
    private readonly MinimumCut _cut = new();
    private readonly Dictionary<NodeProto, int> _vertices = new(ReferenceEqualityComparer.Instance);

    private FastestRegions(PlacementDraft draft, NodeCosts costs, ErrorPrices? prices)
    {
        _draft = draft;
        _costs = costs;
        _prices = prices;
    }

    /// <summary>Takes the nodes back to FP32 that do not gain.</summary>
    /// <param name="draft">What could run in INT8.</param>
    /// <param name="costs">What is gained by it.</param>
    /// <param name="prices">What its errors cost; <see langword="null"/> where time is all that counts.</param>
    public static void Choose(PlacementDraft draft, NodeCosts costs, ErrorPrices? prices = null) => new FastestRegions(draft, costs, prices).Choose();

    private void Choose()
    {
        foreach (var node in _draft.Nodes.Where(node => _draft[node].IsQuantized))
        {
            _vertices[node] = _cut.AddVertex();
            AddGain(node);
        }

        foreach (string tensor in _vertices.Keys.SelectMany(node => _draft.ActivationsOf(node).Append(_draft.Values.OutputOf(node))).Distinct(StringComparer.Ordinal))
        {
            AddTensor(tensor);
        }

        bool[] integer = _cut.Solve();
        foreach (var (node, vertex) in _vertices.Where(pair => !integer[pair.Value]))
        {
            _draft[node] = PlacementDraft.Float(node, _prices != null ? "its errors cost more than its time" : _costs.Gain(node) <= 0 ? $"{An(node.OpType)} of this shape is no faster in INT8" : "it and its neighbours would be no faster in INT8, conversions counted");
        }
    }

    private void AddGain(NodeProto node)
    {
        // What is not known is left in INT8, which is what was asked for.
        double? known = _prices != null ? ErrorPrices.Gain(_costs.Gain(node), _prices.CountsNodes) - _prices.PriceOf(node) : _costs.Gain(node);
        long gain = known is { } nanoseconds ? (long)Math.Round(nanoseconds) : MinimumCut.Never;
        _cut.AddEdge(gain > 0 ? MinimumCut.First : _vertices[node], gain > 0 ? _vertices[node] : MinimumCut.Second, Math.Abs(gain));
    }

    /// <summary>A tensor is brought into INT8 once if any INT8 node reads it, and back once if any FP32 node does.</summary>
    private void AddTensor(string tensor)
    {
        var maker = _draft.IntegerMaker(tensor);
        var readers = _draft.Values.IntegerReaders(tensor).Distinct().ToArray();
        long conversion = (long)Math.Round(ErrorPrices.Conversion(_costs.Conversion(tensor), _prices?.CountsNodes ?? false));
        int into = _cut.AddVertex();
        _cut.AddEdge(into, maker == null ? MinimumCut.Second : _vertices[maker], conversion);
        foreach (var reader in readers)
        {
            _cut.AddEdge(_vertices[reader], into, MinimumCut.Never);
            if (maker != null && !_draft.Rules.Operators[reader].QuantizesInputs && _draft[reader].Role is NodeRole.Requantizing or NodeRole.SameScale)
            {
                _cut.AddEdge(_vertices[reader], _vertices[maker], MinimumCut.Never);
            }
        }

        if (_prices != null)
        {
            AddPrice(tensor, maker, readers);
        }

        if (maker != null)
        {
            AddFloatReaders(tensor, maker, readers, conversion);
        }
    }

    /// <summary>What it costs that a tensor made in INT8 is read in FP32.</summary>
    private void AddFloatReaders(string tensor, NodeProto maker, NodeProto[] readers, long conversion)
    {
        bool linear = _draft[maker].Role == NodeRole.Linear;
        bool clips = _draft.Folds.ContainsKey(maker);
        bool always = _draft.Values.IsReadInFloat(tensor);
        if (linear && !clips && !(always && readers.Length > 0))
        {
            return; // a linear layer gives FP32 at no cost
        }

        long cost = linear ? (long)Math.Round(_prices?.CountsNodes == true ? 0 : _costs.Unfused(tensor, clips) ?? 0) : conversion;
        int back = always ? MinimumCut.Second : _cut.AddVertex();
        _cut.AddEdge(_vertices[maker], back, cost);
        foreach (var reader in always ? [] : readers)
        {
            _cut.AddEdge(back, _vertices[reader], MinimumCut.Never);
        }
    }

    /// <summary>A tensor is rounded once if its maker gives INT8 only, or any INT8 node reads it.</summary>
    private void AddPrice(string tensor, NodeProto? maker, NodeProto[] readers)
    {
        int rounded = _cut.AddVertex();
        _cut.AddEdge(rounded, MinimumCut.Second, (long)Math.Round(_prices!.PriceOf(tensor)));
        var nodes = maker == null || _draft[maker].Role == NodeRole.Linear ? readers : readers.Append(maker);
        foreach (var node in nodes)
        {
            _cut.AddEdge(_vertices[node], rounded, MinimumCut.Never);
        }
    }

    private static string An(string operatorType) => $"{("AEIOU".Contains(operatorType[0], StringComparison.Ordinal) ? "an" : "a")} {operatorType}";
}
