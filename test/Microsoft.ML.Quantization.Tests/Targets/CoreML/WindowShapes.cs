namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>The shapes that convolutions and pools make.</summary>
internal static class WindowShapes
{
    public static int[][] Convolution(MilOperationReader node)
    {
        int[] x = node.Shape("x"), weight = node.Shape("weight"), pads = Pads(node, x.Length - 2), strides = node.Ints("strides"), dilations = node.Ints("dilations");
        int groups = node.Int("groups");
        Assert.IsTrue(x.Length is >= 3 and <= 5 && weight.Length == x.Length && x[1] % groups == 0 && weight[0] % groups == 0 && weight[1] == x[1] / groups);
        Assert.IsTrue(!node.Has("bias") || node.Shape("bias").SequenceEqual([weight[0]]));
        return [[x[0], weight[0], .. Enumerable.Range(0, x.Length - 2).Select(i => ((x[i + 2] + pads[2 * i] + pads[(2 * i) + 1] - ((weight[i + 2] - 1) * dilations[i]) - 1) / strides[i]) + 1)]];
    }

    public static int[][] Transposed(MilOperationReader node)
    {
        int[] x = node.Shape("x"), weight = node.Shape("weight"), pads = Pads(node, x.Length - 2), strides = node.Ints("strides"), dilations = node.Ints("dilations");
        int groups = node.Int("groups");
        Assert.IsTrue(weight[0] == x[1] && x[1] % groups == 0);
        Assert.IsTrue(!node.Has("bias") || node.Shape("bias").SequenceEqual([weight[1] * groups]));
        return [[x[0], weight[1] * groups, .. Enumerable.Range(0, x.Length - 2).Select(i => ((x[i + 2] - 1) * strides[i]) + ((weight[i + 2] - 1) * dilations[i]) + 1 - pads[2 * i] - pads[(2 * i) + 1])]];
    }

    public static int[][] Pool(MilOperationReader node)
    {
        int[] x = node.Shape("x"), kernel = node.Ints("kernel_sizes"), pads = Pads(node, x.Length - 2), strides = node.Ints("strides");
        Assert.IsFalse(node.Flag("ceil_mode"));
        return [[.. x[..2], .. kernel.Select((size, i) => ((x[i + 2] + pads[2 * i] + pads[(2 * i) + 1] - size) / strides[i]) + 1)]];
    }

    /// <summary>The padding in front and behind, by dimension.</summary>
    public static int[] Pads(MilOperationReader node, int count)
    {
        string type = node.Text("pad_type");
        Assert.AreEqual(type == "custom", node.Has("pad"), "pads are given where they are custom, and there alone");
        Assert.IsTrue(type is "custom" or "valid");
        int[] pads = type == "custom" ? node.Ints("pad") : new int[2 * count];
        Assert.IsTrue(pads.Length == 2 * count && pads.All(pad => pad >= 0));
        return pads;
    }
}
