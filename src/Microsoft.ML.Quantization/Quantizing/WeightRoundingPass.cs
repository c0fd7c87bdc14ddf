using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Rounds weights by the covariance of their inputs.</summary>
internal sealed class WeightRoundingPass : IRecipePass
{
    /// <summary>Layers of up to so many inputs a block are rounded several at a time.</summary>
    private const int Narrow = 1152;

    public RecipeStep Steps => RecipeStep.GramRounding;

    /// <summary>The layers, each by itself.</summary>
    public IReadOnlyList<RecipeGroup> Groups(RecipeDraft draft) => [.. Layers(draft, new GraphIndex(draft.Prepared.Graph)).Select(layer => new RecipeGroup(layer.Node.Name, Steps))];

    public RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps)
    {
        var index = new GraphIndex(draft.Prepared.Graph);
        var settings = (draft with { Weights = new Dictionary<string, QuantizedWeights>() }).Settings;
        var rangeOf = draft.Plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        var units = ChannelScaling.Create(draft.Channels.Flow, draft.Table.Equalization);
        var parallel = draft.Options.RunSettings.Parallel;
        var readings = Layers(draft, index).Where(layer => steps.Keeps(layer.Node.Name)).GroupBy(layer => (layer.Key, IsCentred: IsCentred(draft, layer.Node)), layer => layer.Node).ToArray();
        var rounded = new ConcurrentDictionary<string, RoundedLayer>(StringComparer.Ordinal);

        // What takes much memory goes by itself, and by all threads; else whatever takes longest comes first, so that no thread is left waiting for it.
        foreach (var wide in readings.Where(reading => !IsNarrow(reading.Key.Key)))
        {
            Round(wide.Key.Key, wide.Key.IsCentred, wide, parallel.MaxDegreeOfParallelism);
        }

        var narrow = readings.Where(reading => IsNarrow(reading.Key.Key)).OrderByDescending(reading => draft.Table.Covariances[reading.Key.Key].Blocks.Largest).ToArray();
        ParallelJobs.Run(narrow.Length, parallel, i => Round(narrow[i].Key.Key, narrow[i].Key.IsCentred, narrow[i], 1));
        if (rounded.IsEmpty)
        {
            return draft;
        }

        var weights = new Dictionary<string, QuantizedWeights>(draft.Weights, StringComparer.Ordinal);
        foreach (var (name, layer) in rounded)
        {
            weights.Remove(name);
            if (layer.Weights != null)
            {
                weights[name] = layer.Weights;
            }
        }

        return draft with { Weights = weights, RoundingGains = rounded.ToDictionary(layer => layer.Key, layer => layer.Value.Decibels, StringComparer.Ordinal) };

        bool IsNarrow((string Tensor, string Form) key) => draft.Table.Covariances[key].Blocks.Largest <= Narrow;

        void Round((string Tensor, string Form) key, bool isCentred, IEnumerable<NodeProto> nodes, int threads)
        {
            draft.Options.CancellationToken.ThrowIfCancellationRequested();
            Func<int, double>? factorOf = units.Find(key.Tensor) is { } scaled ? scaled.Factor : null;
            var factors = new Lazy<RoundingFactor[][]>(() => CovarianceRounding.Factors(draft.Table.Covariances[key], isCentred, threads, factorOf));
            foreach (var node in nodes)
            {
                var source = NodeWeights.Read(node, index, draft.Prepared, settings);
                var nearest = QuantizedNodeWeights.Quantize(source, settings.Activations[rangeOf[node.Input[0]]], settings);
                if (draft.Weights.TryGetValue(node.Name, out var earlier) && earlier.Scales.AsSpan().SequenceEqual(nearest.Scales))
                {
                    rounded[node.Name] = new RoundedLayer(earlier, draft.RoundingGains[node.Name]);
                    continue;
                }

                var better = CovarianceRounding.Round(source, nearest, settings, factors.Value, threads);
                rounded[node.Name] = new RoundedLayer(better.Gain > 0 ? better.Weights : null, better.Decibels);
            }
        }
    }

    /// <summary>Whether the bias makes up for the mean of the error.</summary>
    private static bool IsCentred(RecipeDraft draft, NodeProto node) =>
        draft.Options.BiasCorrection && WeightedNodes.TakesBias(node) && draft.Table.ChannelMeans.ContainsKey(node.Input[0]);

    private static IEnumerable<(NodeProto Node, (string Tensor, string Form) Key)> Layers(RecipeDraft draft, GraphIndex index) =>
        CovarianceRounding.Layers(index, draft.Plan)
            .Select(node => (Node: node, Window: CovarianceRounding.Window(node, index)))
            .Where(layer => draft.Table.Covariances.TryGetValue(layer.Window.Key, out var covariance) && covariance.Blocks.IsOf(layer.Window))
            .Select(layer => (layer.Node, layer.Window.Key));

    /// <param name="Weights">The integers; <see langword="null"/> where the nearest are best.</param>
    /// <param name="Decibels">By how much the error at the output fell.</param>
    private sealed record RoundedLayer(QuantizedWeights? Weights, double Decibels);
}
