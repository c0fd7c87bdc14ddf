using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Pools, and reductions over whole dimensions.</summary>
internal static class PoolForms
{
    public static MilTensor Max(NodeWriter node)
    {
        var window = Window(node);
        return node.Emit("max_pool", [.. Inputs(node, window)]);
    }

    public static MilTensor Average(NodeWriter node)
    {
        var window = Window(node);
        bool countsPadding = node.Node.Integer("count_include_pad", 0) != 0;
        return countsPadding && window.IsRoundedUp
            ? throw node.Refused("its average counts the padding in another way than the format's")
            : node.Emit("avg_pool", [.. Inputs(node, window), ("exclude_padding_from_average", node.Flag(!countsPadding))]);
    }

    public static CoreMLForm Global(string operation) => new(node => Reduce(node, operation, [.. Enumerable.Range(2, node.Rank - 2)], keeps: true));

    public static CoreMLForm Reduction(string operation) => new(node =>
    {
        long[] axes = node.Integers(1) ?? node.Node.Integers("axes") ?? [];
        if (axes.Length == 0 && node.Node.Integer("noop_with_empty_axes", 0) != 0)
        {
            return node.Input(0);
        }

        int[] counted = axes.Length > 0 ? [.. axes.Select(node.Axis).Order()] : [.. Enumerable.Range(0, node.Rank)];
        return Reduce(node, operation, counted, node.Node.Integer("keepdims", 1) != 0);
    });

    private static MilTensor Reduce(NodeWriter node, string operation, int[] axes, bool keeps) =>
        node.Emit(operation, ("x", node.Input(0)), ("axes", node.Ints(axes)), ("keep_dims", node.Flag(keeps)));

    private static SpatialWindow Window(NodeWriter node)
    {
        if (node.Rank is < 3 or > 5)
        {
            throw node.Refused($"it goes over {node.Rank - 2} dimensions");
        }

        var window = SpatialWindow.Create(node, Array.ConvertAll(node.Node.Integers("kernel_shape")!, size => (int)size));
        return window.Dilations.Any(gap => gap != 1) ? throw node.Refused("a pool with gaps has no form") : window;
    }

    /// <summary>What windows read beyond the padding, where the number of places is rounded up, is padding in the program.</summary>
    private static List<(string Name, MilTensor Value)> Inputs(NodeWriter node, SpatialWindow window)
    {
        int[] after = [.. window.After.Zip(window.Read, Math.Max)];
        List<(string Name, MilTensor Value)> inputs = [("x", node.Input(0)), ("kernel_sizes", node.Ints(window.Kernel)), ("strides", node.Ints(window.Strides))];
        inputs.AddRange(ConvolutionForms.Padding(node, SpatialWindow.Pairs(window.Before, after)));
        inputs.Add(("ceil_mode", node.Flag(false)));
        return inputs;
    }
}
