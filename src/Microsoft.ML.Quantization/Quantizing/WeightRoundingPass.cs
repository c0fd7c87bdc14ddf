using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Rounds weights by the covariance of their inputs.</summary>
internal sealed class WeightRoundingPass : IRecipePass
{
    public RecipeStep Steps => RecipeStep.GramRounding;

    /// <summary>The layers, each by itself.</summary>
    public IReadOnlyList<RecipeGroup> Groups(RecipeDraft draft) => [.. Layers(draft, new GraphIndex(draft.Prepared.Graph)).Select(layer => new RecipeGroup(layer.Node.Name, Steps))];

    public RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps)
    {
        var index = new GraphIndex(draft.Prepared.Graph);
        var settings = (draft with { Weights = new Dictionary<string, QuantizedWeights>() }).Settings;
        var rangeOf = draft.Plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        var weights = new Dictionary<string, QuantizedWeights>(draft.Weights, StringComparer.Ordinal);
        var gains = new Dictionary<string, double>(StringComparer.Ordinal);
        var units = ChannelScaling.Create(draft.Channels.Flow, draft.Table.Equalization);
        int threads = draft.Options.IntraOpThreads ?? Environment.ProcessorCount;
        foreach (var layers in Layers(draft, index).Where(layer => steps.Keeps(layer.Node.Name)).GroupBy(layer => (layer.Key, IsCentred(draft, layer.Node))))
        {
            draft.Options.CancellationToken.ThrowIfCancellationRequested();
            Func<int, double>? factorOf = units.Find(layers.Key.Key.Tensor) is { } scaled ? scaled.Factor : null;
            var factors = new Lazy<RoundingFactor[][]>(() => CovarianceRounding.Factors(draft.Table.Covariances[layers.Key.Key], layers.Key.Item2, threads, factorOf));
            foreach (var (node, _) in layers)
            {
                var source = NodeWeights.Read(node, index, draft.Prepared, settings);
                var nearest = QuantizedNodeWeights.Quantize(source, settings.Activations[rangeOf[node.Input[0]]], settings);
                if (draft.Weights.TryGetValue(node.Name, out var earlier) && earlier.Scales.AsSpan().SequenceEqual(nearest.Scales))
                {
                    gains[node.Name] = draft.RoundingGains[node.Name];
                    continue;
                }

                var rounded = CovarianceRounding.Round(source, nearest, settings, factors.Value, threads);
                weights.Remove(node.Name);
                gains[node.Name] = rounded.Decibels;
                if (rounded.Gain > 0)
                {
                    weights[node.Name] = rounded.Weights;
                }
            }
        }

        return gains.Count == 0 ? draft : draft with { Weights = weights, RoundingGains = gains };
    }

    /// <summary>Whether the bias makes up for the mean of the error.</summary>
    private static bool IsCentred(RecipeDraft draft, NodeProto node) =>
        draft.Options.BiasCorrection && WeightedNodes.TakesBias(node) && draft.Table.ChannelMeans.ContainsKey(node.Input[0]);

    private static IEnumerable<(NodeProto Node, (string Tensor, string Form) Key)> Layers(RecipeDraft draft, GraphIndex index) =>
        CovarianceRounding.Layers(index, draft.Plan)
            .Select(node => (Node: node, Window: CovarianceRounding.Window(node, index)))
            .Where(layer => draft.Table.Covariances.TryGetValue(layer.Window.Key, out var covariance) && covariance.Blocks.IsOf(layer.Window))
            .Select(layer => (layer.Node, layer.Window.Key));
}
