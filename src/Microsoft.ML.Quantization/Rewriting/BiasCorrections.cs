using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Which nodes can have their bias corrected, and by how much.</summary>
internal static class BiasCorrections
{
    /// <summary>The inputs whose channel means a correction needs, and whether their channels are the last dimension.</summary>
    public static IEnumerable<KeyValuePair<string, bool>> NeededMeans(GraphProto graph, QuantizationPlan plan) =>
        Correctable(graph, plan)
            .GroupBy(node => node.Input[0], StringComparer.Ordinal)
            .Where(uses => uses.Select(node => node.OpType).Distinct().Count() == 1)
            .Select(uses => KeyValuePair.Create(uses.Key, WeightedNodes.HasChannelsLast(uses.First())));

    /// <param name="model">The prepared model.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="means">The mean of each channel of the inputs of <see cref="NeededMeans"/>.</param>
    /// <param name="settings">The numbers to write, without bias corrections.</param>
    /// <param name="parallel">How many nodes may be looked at at a time; <see langword="null"/> for one.</param>
    /// <returns>What to add to the biases, by node name.</returns>
    public static Dictionary<string, float[]> Compute(OnnxModel model, QuantizationPlan plan, IReadOnlyDictionary<string, double[]> means, QdqSettings settings, ParallelOptions? parallel = null)
    {
        var index = new GraphIndex(model.Graph);
        var rangeOf = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        NodeProto[] nodes = [.. Correctable(model.Graph, plan).Where(node => means.ContainsKey(node.Input[0]))];
        var corrections = new float[]?[nodes.Length];
        ParallelJobs.Run(nodes.Length, parallel, i =>
        {
            var node = nodes[i];
            var source = NodeWeights.Read(node, index, model, settings);
            double[] mean = means[node.Input[0]];
            if (mean.Length != source.Layout.InputChannels)
            {
                throw new InvalidOperationException($"There are {mean.Length} channel means of tensor '{node.Input[0]}', of which node '{node.Name}' reads {source.Layout.InputChannels} channels. Calibrate again.");
            }

            QuantizationParameters input = settings.Activations[rangeOf[node.Input[0]]];
            float[] correction = BiasCorrection.Compute(source, QuantizedNodeWeights.Quantize(source, input, settings), mean);
            corrections[i] = LeavesNumbers(source.Bias, correction) ? correction : null;
        });
        return nodes.Zip(corrections).Where(pair => pair.Second != null).ToDictionary(pair => pair.First.Name, pair => pair.Second!, StringComparer.Ordinal);
    }

    /// <summary>Means near the largest float, which a table may hold, make a bias infinite.</summary>
    private static bool LeavesNumbers(float[]? bias, float[] correction) => correction.Select((change, i) => (bias?[i] ?? 0) + change).All(float.IsFinite);

    private static IEnumerable<NodeProto> Correctable(GraphProto graph, QuantizationPlan plan)
    {
        var names = plan.Nodes.Where(node => node.IsQuantized && WeightedOperators.Find(node.OperatorType) is { BiasInput: not null, SpreadsInputs: false }).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Node.Where(node => names.Contains(node.Name));
    }
}
