using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Which values of a tensor a layer multiplies its weights with for one output: those of all channels at one place, or those under a kernel.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Channels">Its channels, those of all groups.</param>
/// <param name="Groups">The groups that are read apart from each other.</param>
internal sealed record InputWindow(string Tensor, int Channels, int Groups)
{
    /// <summary>Whether channels are the last dimension, or the second.</summary>
    public bool HasChannelsLast { get; private init; }

    /// <summary>The size of the kernel in each dimension of space; empty for a linear layer.</summary>
    public long[] Kernel { get; private init; } = [];

    public long[] Strides { get; private init; } = [];

    public long[] Dilations { get; private init; } = [];

    /// <summary>The padding before each dimension, then that behind it; <see langword="null"/> where <see cref="Padding"/> tells it from sizes.</summary>
    public long[]? Pads { get; private init; }

    /// <summary>The value of <c>auto_pad</c>.</summary>
    public string Padding { get; private init; } = "NOTSET";

    /// <summary>The places of the kernel.</summary>
    public int Taps => (int)Kernel.Aggregate(1L, (product, size) => product * size);

    /// <summary>The values of one window, those of all groups.</summary>
    public int Inputs => Channels * Taps;

    /// <summary>What tells it from other windows of the same tensor.</summary>
    public string Form => HasChannelsLast
        ? "linear"
        : $"groups {Groups} kernel {Text(Kernel)} strides {Text(Strides)} dilations {Text(Dilations)} {(Pads == null ? Padding : $"pads {Text(Pads)}")}";

    /// <summary>What tells it from all other windows.</summary>
    public (string Tensor, string Form) Key => (Tensor, Form);

    /// <param name="node">A node with weights.</param>
    /// <param name="dimensions">The dimensions of its weights.</param>
    public static InputWindow Of(NodeProto node, IReadOnlyList<long> dimensions)
    {
        var layout = WeightedNodes.Layout(node, dimensions);
        if (WeightedNodes.HasChannelsLast(node))
        {
            return new InputWindow(node.Input[0], layout.InputChannels, 1) { HasChannelsLast = true };
        }

        int space = dimensions.Count - 2;
        string padding = node.Text("auto_pad", "NOTSET");
        long[] none = new long[2 * space];
        return new InputWindow(node.Input[0], layout.InputChannels, layout.Groups)
        {
            Kernel = [.. dimensions.Skip(2)],
            Strides = node.Integers("strides") ?? Ones(space),
            Dilations = node.Integers("dilations") ?? Ones(space),
            Padding = padding,
            Pads = padding == "NOTSET" ? node.Integers("pads") ?? none : padding == "VALID" ? none : null,
        };
    }

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];

    private static string Text(long[] values) => string.Join('x', values);
}
