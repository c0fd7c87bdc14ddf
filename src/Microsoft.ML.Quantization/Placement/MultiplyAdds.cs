using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>How many multiplications and additions a model takes for one row: a measure of its time that is the same on every machine.</summary>
internal static class MultiplyAdds
{
    /// <returns>Those of the nodes with constant weights whose shapes are known.</returns>
    public static double Count(GraphProto graph, TensorShapes shapes)
    {
        var index = new GraphIndex(graph);
        return graph.Node.Where(WeightedNodes.Contains).Sum(node => Count(node, index, shapes));
    }

    private static double Count(NodeProto node, GraphIndex index, TensorShapes shapes)
    {
        if (WeightedNodes.Obstacle(node, index) != null)
        {
            return 0;
        }

        bool spreads = WeightedNodes.SpreadsInputs(node);
        if (shapes.Find(spreads ? node.Input[0] : node.Output[0]) is not { Dimensions.Count: > 0 } counted)
        {
            return 0;
        }

        var weights = index.Initializer(node.Input[1])!;
        double values = counted.Dimensions.Skip(1).Where(size => size > 0).Aggregate(1.0, (product, size) => product * size);
        return values * TensorChecks.ElementCount(weights) / Math.Max(1, weights.Dims[spreads ? 0 : WeightedNodes.OutputAxis(node)]);
    }
}
