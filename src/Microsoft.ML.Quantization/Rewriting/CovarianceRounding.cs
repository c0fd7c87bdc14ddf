using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Which layers can be rounded by the covariance of their inputs, and their rounding.</summary>
internal static class CovarianceRounding
{
    /// <summary>
    /// The layers with INT8 weights of a plan, in the graph's order, but for those whose weights values are looked up in too, where every integer counts for itself, and for
    /// those whose outputs are no sums over a window.
    /// </summary>
    public static IEnumerable<NodeProto> Layers(GraphIndex index, QuantizationPlan plan)
    {
        var names = plan.Nodes.Where(node => node.Role is NodeRole.Convolution or NodeRole.Linear).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var tables = GatheredTable.Find(index).Select(table => table.Tensor.Name).ToHashSet(StringComparer.Ordinal);
        return index.Graph.Node.Where(node => names.Contains(node.Name) && !tables.Contains(node.Input[1]) && !WeightedNodes.SpreadsInputs(node));
    }

    /// <summary>What a layer reads.</summary>
    public static InputWindow Window(NodeProto node, GraphIndex index) => InputWindow.Of(node, index.Initializer(node.Input[1])!.Dims);

    /// <summary>What the layers of a plan read, each once.</summary>
    public static IEnumerable<InputWindow> Windows(GraphProto graph, QuantizationPlan plan)
    {
        var index = new GraphIndex(graph);
        return Layers(index, plan).Select(node => Window(node, index)).DistinctBy(window => window.Key);
    }

    /// <param name="covariance">That of the inputs.</param>
    /// <param name="isCentred">Whether the bias of the layer makes up for the mean of its error.</param>
    /// <param name="threads">How many may work on it.</param>
    /// <param name="factorOf">What a channel of the input was multiplied with after it was observed.</param>
    /// <returns>The factors of each group, block after block.</returns>
    public static RoundingFactor[][] Factors(InputCovariance covariance, bool isCentred, int threads, Func<int, double>? factorOf = null)
    {
        var blocks = covariance.Blocks;
        var factors = new RoundingFactor[blocks.Groups][];
        if (blocks.Groups == 1)
        {
            factors[0] = Factors(covariance, 0, isCentred, threads, factorOf);
            return factors;
        }

        Parallel.For(0, blocks.Groups, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, group => factors[group] = Factors(covariance, group, isCentred, 1, factorOf));
        return factors;
    }

    /// <param name="source">The weights of a layer.</param>
    /// <param name="nearest">The same, rounded to nearest.</param>
    /// <param name="settings">How it is written.</param>
    /// <param name="factors">Those of its input.</param>
    /// <param name="threads">How many may work on it.</param>
    public static RoundedChannels Round(WeightSource source, QuantizedWeights nearest, QdqSettings settings, RoundingFactor[][] factors, int threads)
    {
        int last = ScaleCalculator.Levels(QuantizedType.Int8, symmetric: true, settings.ReduceRange).Last;
        return WeightRounder.Round(source, nearest, factors, RoundingBounds.Create(source.Layout, last, settings.Target.Numbers.LargestPair), threads);
    }

    private static RoundingFactor[] Factors(InputCovariance covariance, int group, bool isCentred, int threads, Func<int, double>? factorOf)
    {
        int[] sizes = covariance.Blocks.Sizes;
        return [.. sizes.Select((size, block) => RoundingFactor.Create(covariance.Matrix(group, block, isCentred, factorOf), size, threads))];
    }
}
