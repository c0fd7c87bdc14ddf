using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>
/// What the documentation of Core ML's operations says of those that are written: their parameters, and the shape that follows from them. Written from that documentation, not from
/// the code that writes them.
/// </summary>
internal static class MilSpecification
{
    private sealed record Entry(string Required, string Optional, Func<MilOperationReader, int[][]> Shapes, string First = "x");

    private static readonly Dictionary<string, Entry> All = Build();

    /// <summary>Checks an operation's parameters, and gives the types and shapes of what it makes.</summary>
    public static (MilDataType Type, int[] Shape)[] Infer(MilOperationReader operation)
    {
        Assert.IsTrue(All.TryGetValue(operation.Type, out var entry), $"no operation '{operation.Type}' is known");
        string[] required = entry!.Required.Split(' '), optional = entry.Optional.Split(' ');
        foreach (string parameter in operation.Parameters)
        {
            Assert.IsTrue(required.Contains(parameter) || optional.Contains(parameter), $"{operation.Type} has no parameter '{parameter}'");
        }

        foreach (string parameter in required)
        {
            Assert.IsTrue(operation.Has(parameter), $"{operation.Type} needs '{parameter}'");
        }

        var type = operation.Type switch
        {
            "quantize" => MilDataType.Int8,
            "cast" => operation.Text("dtype") switch { "fp16" => MilDataType.Float16, "fp32" => MilDataType.Float32, _ => MilDataType.Unused },
            "dequantize" or "constexpr_affine_dequantize" or "constexpr_blockwise_shift_scale" => operation["scale"].Type,
            _ => operation.Many(entry.First)[0].Type,
        };
        if (operation.Type is not ("quantize" or "dequantize" or "cast" or "identity") && !operation.Type.StartsWith("constexpr", StringComparison.Ordinal))
        {
            foreach (string parameter in operation.Parameters)
            {
                Assert.IsTrue(operation.Many(parameter).All(value => value.Type == type || value.Type is MilDataType.Int32 or MilDataType.String or MilDataType.Bool), $"{operation.Type}: '{parameter}' is of another real type");
            }
        }

        return [.. entry.Shapes(operation).Select(shape => (type, shape))];
    }

    private static Dictionary<string, Entry> Build()
    {
        var all = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (string operation in "relu relu6 sigmoid tanh erf exp sqrt abs floor ceil softplus softsign identity".Split(' '))
        {
            all[operation] = new("x", "", Same);
        }

        foreach (string operation in "add sub mul real_div pow maximum minimum".Split(' '))
        {
            all[operation] = new("x y", "", node => [Broadcast(node.Shape("x"), node.Shape("y"))]);
        }

        foreach (string operation in "reduce_l1_norm reduce_l2_norm reduce_max reduce_mean reduce_min reduce_prod reduce_sum reduce_sum_square".Split(' '))
        {
            all[operation] = new("x", "axes keep_dims", Reduced);
        }

        all["quantize"] = new("input scale output_dtype", "zero_point axis", Quantized, "input");
        all["dequantize"] = new("input scale", "zero_point axis", Quantized, "input");
        all["constexpr_affine_dequantize"] = new("quantized_data zero_point scale axis", "", AffineConstant, "scale");
        all["constexpr_blockwise_shift_scale"] = new("data scale", "offset", BlockwiseConstant, "scale");
        all["cast"] = new("x dtype", "", Same);
        all["clip"] = new("x alpha beta", "", Same);
        all["sigmoid_hard"] = new("x alpha beta", "", Same);
        all["elu"] = new("x alpha", "", Same);
        all["leaky_relu"] = new("x alpha", "", Same);
        all["gelu"] = new("x", "mode", Same);
        all["prelu"] = new("x alpha", "", Prelu);
        all["softmax"] = new("x", "axis", Same);
        all["batch_norm"] = new("x mean variance", "gamma beta epsilon", node => OfRank(node, 3, 5));
        all["instance_norm"] = new("x", "gamma beta epsilon", node => OfRank(node, 3, 4));
        all["layer_norm"] = new("x", "axes gamma beta epsilon", LayerNorm);
        all["local_response_norm"] = new("x size", "alpha beta k", node => OfRank(node, 3, 4));
        all["conv"] = new("x weight", "strides pad_type pad dilations groups bias", WindowShapes.Convolution);
        all["conv_transpose"] = new("x weight", "bias pad output_shape pad_type strides dilations groups", WindowShapes.Transposed);
        all["max_pool"] = new("x kernel_sizes pad_type", "strides pad ceil_mode", WindowShapes.Pool);
        all["avg_pool"] = new("x kernel_sizes pad_type", "strides pad ceil_mode exclude_padding_from_average", WindowShapes.Pool);
        all["linear"] = new("x weight", "bias", Linear);
        all["matmul"] = new("x y", "transpose_x transpose_y", Product);
        all["concat"] = new("values axis", "interleave", Concat, "values");
        all["slice_by_index"] = new("x begin end", "stride begin_mask end_mask squeeze_mask", Slice);
        all["split"] = new("x axis", "num_splits split_sizes", node => [.. node.Ints("split_sizes").Select(size => With(node.Shape("x"), node.Int("axis"), size))]);
        all["pad"] = new("x pad", "mode constant_val", Padded);
        all["reshape"] = new("x shape", "", Reshaped);
        all["transpose"] = new("x perm", "", node => [[.. node.Ints("perm").Select(axis => node.Shape("x")[axis])]]);
        all["gather"] = new("x indices", "axis batch_dims validate_indices", node => [With(node.Shape("x"), node.Int("axis"), node.Ints("indices").Length)]);
        all["tile"] = new("x reps", "", node => [[.. node.Shape("x").Zip(node.Ints("reps"), (size, times) => size * times)]]);
        all["depth_to_space"] = new("x block_size", "", node => Spread(node, node.Int("block_size")));
        all["pixel_shuffle"] = new("x upscale_factor", "", node => Spread(node, node.Int("upscale_factor")));
        all["space_to_depth"] = new("x block_size", "", node => node.Shape("x") is [var n, var c, var h, var w] && node.Int("block_size") is var b ? [[n, c * b * b, h / b, w / b]] : []);
        all["upsample_nearest_neighbor"] = new("x", "scale_factor_height scale_factor_width", node => [[.. node.Shape("x")[..^2], node.Shape("x")[^2] * node.Int("scale_factor_height"), node.Shape("x")[^1] * node.Int("scale_factor_width")]]);
        all["resize_bilinear"] = new("x", "target_size_height target_size_width sampling_mode", node => [[.. node.Shape("x")[..^2], node.Int("target_size_height"), node.Int("target_size_width")]]);
        return all;
    }

    private static int[][] Same(MilOperationReader node) => [node.Shape("x")];

    private static int[][] OfRank(MilOperationReader node, int least, int most)
    {
        Assert.IsTrue(node.Shape("x").Length >= least && node.Shape("x").Length <= most, $"{node.Type} takes {least} to {most} dimensions");
        return Same(node);
    }

    private static int[] Broadcast(int[] one, int[] other)
    {
        int rank = Math.Max(one.Length, other.Length);
        return [.. Enumerable.Range(0, rank).Select(i =>
        {
            int a = i - rank + one.Length is >= 0 and var p ? one[p] : 1, b = i - rank + other.Length is >= 0 and var q ? other[q] : 1;
            Assert.IsTrue(a == b || a == 1 || b == 1, "shapes that do not broadcast");
            return Math.Max(a, b);
        })];
    }

    private static int[] With(int[] shape, int axis, int size) => [.. shape.Select((each, i) => i == axis ? size : each)];

    private static int[][] Quantized(MilOperationReader node)
    {
        Assert.IsEmpty(node.Shape("scale"), "one scale for all values");
        Assert.IsFalse(node.Has("axis"), "a scalar scale has no axis");
        Assert.AreEqual(MilDataType.Int8, node["zero_point"].Type);
        Assert.AreEqual(0, node.Int("zero_point"), "symmetric");
        Assert.IsTrue(node.Type == "quantize" ? node.Text("output_dtype") == "int8" && node["input"].Type == node["scale"].Type : node["input"].Type == MilDataType.Int8);
        return [node.Shape("input")];
    }

    private static int[][] AffineConstant(MilOperationReader node)
    {
        Assert.IsTrue(node.Parameters.All(node.IsAttribute), "before iOS 18 the parameters of constants are attributes");
        var (data, scale, zero) = (node["quantized_data"], node["scale"], node["zero_point"]);
        Assert.AreEqual(MilDataType.Int8, data.Type);
        Assert.IsTrue(scale.Shape.Length == 0 || (scale.Shape is [var count] && count == data.Shape[node.Int("axis")]), "a scale for all, or one for each along the axis");
        CollectionAssert.AreEqual(scale.Shape, zero.Shape);
        Assert.IsTrue(zero.Type == MilDataType.Int8 && zero.Integers!.All(each => each == 0), "symmetric");
        return [data.Shape];
    }

    private static int[][] BlockwiseConstant(MilOperationReader node)
    {
        Assert.IsFalse(node.Parameters.Any(node.IsAttribute), "from iOS 18 on the parameters of constants are inputs");
        Assert.HasCount(node.Shape("data").Length, node.Shape("scale"));
        Assert.IsTrue(node.Shape("data").Zip(node.Shape("scale")).All(pair => pair.First % pair.Second == 0));
        return [node.Shape("data")];
    }

    private static int[][] Prelu(MilOperationReader node)
    {
        Assert.IsTrue(node.Shape("x").Length == 4 && node.Shape("alpha").SequenceEqual([node.Shape("x")[1]]), "one slope for each channel of an image");
        return Same(node);
    }

    private static int[][] LayerNorm(MilOperationReader node)
    {
        int[] normalized = [.. node.Ints("axes").Select(axis => node.Shape("x")[axis])];
        CollectionAssert.AreEqual(normalized, node.Shape("gamma"));
        Assert.IsTrue(!node.Has("beta") || node.Shape("beta").SequenceEqual(normalized));
        return Same(node);
    }

    private static int[][] Reduced(MilOperationReader node)
    {
        int[] axes = node.Ints("axes");
        return [[.. node.Shape("x").Select((size, i) => axes.Contains(i) ? (node.Flag("keep_dims") ? 1 : 0) : size).Where(size => size > 0)]];
    }

    private static int[][] Linear(MilOperationReader node)
    {
        int[] x = node.Shape("x"), weight = node.Shape("weight");
        Assert.IsTrue(x.Length is >= 1 and <= 3 && weight.Length == 2 && x[^1] == weight[1], "linear takes 1 to 3 dimensions, the last of which the weights read");
        Assert.IsTrue(!node.Has("bias") || node.Shape("bias").SequenceEqual([weight[0]]));
        return [[.. x[..^1], weight[0]]];
    }

    private static int[][] Product(MilOperationReader node)
    {
        int[] x = Turned(node.Shape("x"), node.Flag("transpose_x")), y = Turned(node.Shape("y"), node.Flag("transpose_y"));
        Assert.AreEqual(x[^1], y[^2]);
        return [[.. Broadcast(x[..^2], y[..^2]), x[^2], y[^1]]];
    }

    private static int[] Turned(int[] shape, bool isTransposed) => isTransposed ? [.. shape[..^2], shape[^1], shape[^2]] : shape;

    private static int[][] Concat(MilOperationReader node)
    {
        var values = node.Many("values");
        int axis = node.Int("axis");
        Assert.IsTrue(values.All(value => With(value.Shape, axis, 0).SequenceEqual(With(values[0].Shape, axis, 0))));
        return [With(values[0].Shape, axis, values.Sum(value => value.Shape[axis]))];
    }

    private static int[][] Slice(MilOperationReader node)
    {
        int[] x = node.Shape("x"), begin = node.Ints("begin"), end = node.Ints("end"), stride = node.Ints("stride");
        Assert.IsTrue(x.Select((size, i) => begin[i] >= 0 && begin[i] < end[i] && end[i] <= size && stride[i] > 0).All(ok => ok));
        return [[.. x.Select((_, i) => (end[i] - begin[i] + stride[i] - 1) / stride[i])]];
    }

    private static int[][] Padded(MilOperationReader node)
    {
        int[] x = node.Shape("x"), pad = node.Ints("pad");
        int first = x.Length - (pad.Length / 2);
        Assert.IsTrue(pad.Length % 2 == 0 && first >= 0 && (node.Text("mode") == "constant" || pad.Length <= 4));
        return [[.. x.Select((size, i) => i < first ? size : size + pad[2 * (i - first)] + pad[(2 * (i - first)) + 1])]];
    }

    private static int[][] Reshaped(MilOperationReader node)
    {
        int[] shape = node.Ints("shape");
        Assert.AreEqual(node["x"].Count, shape.Aggregate(1L, (product, size) => product * size));
        return [shape];
    }

    private static int[][] Spread(MilOperationReader node, int block) => node.Shape("x") is [var n, var c, var h, var w] && block > 1 ? [[n, c / (block * block), h * block, w * block]] : [];
}
