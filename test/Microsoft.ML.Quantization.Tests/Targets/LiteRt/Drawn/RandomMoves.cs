namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>Nodes that move, select and reduce values.</summary>
internal static class RandomMoves
{
    public static void Reduce(Draw draw, string operatorType, int fromInput)
    {
        int[] axes = [.. draw.Some([1, 2, 3]).Select(axis => draw.Signed(axis, 4))];
        List<(string, object)> attributes = draw.Flip(0.7) ? [("keepdims", draw.Between(0, 1))] : [];
        string inputs = "t";
        if (draw.Opset >= fromInput)
        {
            inputs = Listed(draw, "t", "axes", axes);
        }
        else
        {
            attributes.Add(("axes", axes));
        }

        draw.Model.Node(operatorType, inputs, "u", [.. attributes]);
    }

    public static void Concat(Draw draw)
    {
        string[] inputs = [.. new[] { "t", draw.Another("s"), draw.One("t", "s") }.Take(draw.Between(2, 3))];
        draw.Model.Node("Concat", string.Join(' ', inputs), "u", ("axis", draw.Signed(draw.Between(1, 3), 4)));
    }

    public static void Slice(Draw draw)
    {
        int[] axes = draw.Some([1, 2, 3]);
        bool backwards = draw.Flip(0.2);
        int[] steps = [.. axes.Select(_ => draw.Between(1, 2) * (backwards && draw.Flip() ? -1 : 1))];
        int[] starts = [.. axes.Select((axis, i) => steps[i] < 0 ? draw.One(-1, 100, draw.Shape[axis] - 2) : draw.One(0, 1, -draw.Shape[axis], 2 - draw.Shape[axis], -2))];
        int[] ends = [.. axes.Select((axis, i) => steps[i] < 0 ? draw.One(-100, 0, 1) : draw.One(draw.Shape[axis], 1000, -1, draw.Shape[axis] - 1))];
        string inputs = Listed(draw, Listed(draw, Listed(draw, "t", "starts", starts), "ends", ends), "axes", [.. axes.Select(axis => draw.Signed(axis, 4))]);
        draw.Model.Node("Slice", Listed(draw, inputs, "steps", steps), "u");
    }

    public static void Split(Draw draw)
    {
        int axis = draw.Between(1, 3), size = draw.Shape[axis], first = draw.Between(1, size - 1);
        List<(string, object)> attributes = [("axis", draw.Signed(axis, 4))];
        string inputs = "t";
        if (draw.Opset >= 18 && draw.Flip())
        {
            attributes.Add(("num_outputs", 2));
        }
        else if (draw.Opset >= 13)
        {
            inputs = Listed(draw, "t", "sizes", [first, size - first]);
        }
        else
        {
            attributes.Add(("split", new[] { first, size - first }));
        }

        draw.Model.Node("Split", inputs, "u v", [.. attributes]);
        if (draw.Flip())
        {
            draw.Model.Output("v");
        }
    }

    public static void Pad(Draw draw)
    {
        int[] axes = draw.Opset >= 18 && draw.Flip() ? draw.Some([1, 2, 3]) : [0, 1, 2, 3];
        bool cuts = draw.Flip(0.3);
        int[] Sizes() => [.. axes.Select(axis => axis == 0 ? 0 : draw.Between(cuts ? -1 : 0, 2))];
        string inputs = Listed(draw, "t", "pads", [.. Sizes(), .. Sizes()]);
        string mode = draw.One("constant", "reflect", "edge", draw.Opset >= 19 ? "wrap" : "constant");
        bool hasValue = mode == "constant" && draw.Flip();
        if (hasValue)
        {
            draw.Model.Weights("value", [draw.Real(-0.3, 0.3)]);
        }

        inputs += hasValue ? " value" : axes.Length < 4 ? " -" : "";
        inputs = axes.Length < 4 ? Listed(draw, inputs, "axes", [.. axes.Select(axis => draw.Signed(axis, 4))]) : inputs;
        draw.Model.Node("Pad", inputs, "u", [.. mode == "constant" && draw.Flip() ? Array.Empty<(string, object)>() : [("mode", mode)]]);
    }

    public static void Reshape(Draw draw)
    {
        var (c, h, w) = (draw.Channels, draw.Height, draw.Width);
        int[] shape = draw.One<int[]>([1, c, h * w], [0, 0, -1], [-1, c * h, w], [1, 2, c / 2, h * w], [1, -1], [0, c / 2, 2 * h, w], [1, c, 1, -1], [1, 2, c / 2, h, w], [1, w, c, h], [c, h, w]);
        draw.Model.Node("Reshape", Listed(draw, "t", "shape", shape), "u");
    }

    public static void Flatten(Draw draw) => draw.Model.Node("Flatten", "t", "u", draw.Flip(0.2) ? [] : [("axis", draw.Between(-3, 4))]);

    public static void Transpose(Draw draw)
    {
        int[] order = [0, .. draw.Some([1, 2, 3])];
        order = [.. order, .. Enumerable.Range(1, 3).Except(order)];
        draw.Model.Node("Transpose", "t", "u", draw.Flip(0.1) ? [] : [("perm", draw.Flip() ? order : [.. order[1..], 0])]);
    }

    public static void Squeeze(Draw draw)
    {
        draw.Model.Node("GlobalMaxPool", "t", "m");
        int[] axes = draw.Some([2, 3, 0]);
        Changed(draw, "Squeeze", "m", "q", [.. axes.Select(axis => draw.Signed(axis, 4))]);
        int rank = 4 - axes.Length;
        Changed(draw, "Unsqueeze", "q", "u", [draw.One(0, -1, rank)]);
    }

    public static void DepthToSpace(Draw draw)
    {
        draw.Weights("deepw", 8, draw.Channels, 1, 1);
        draw.Model.Node("Conv", "t deepw", "deep").Node("DepthToSpace", "deep", "u", draw.Flip(0.3) ? [("blocksize", 2)] : [("blocksize", 2), ("mode", draw.One("DCR", "CRD"))]);
    }

    public static void Resize(Draw draw)
    {
        string mode = draw.One("nearest", "linear", "nearest", "linear", "cubic");
        string[] places = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel"];
        List<(string, object)> attributes = [("mode", mode), ("coordinate_transformation_mode", draw.Opset >= 19 && draw.Flip(0.2) ? "half_pixel_symmetric" : draw.One(places))];
        if (mode == "nearest")
        {
            attributes.Add(("nearest_mode", draw.One("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")));
        }
        else if (mode == "cubic" && draw.Flip())
        {
            attributes.AddRange([("cubic_coeff_a", -0.5f), ("exclude_outside", draw.Between(0, 1))]);
        }

        int[] axes = draw.Opset >= 18 && draw.Flip() ? [2, 3] : [0, 1, 2, 3];
        if (axes.Length == 2)
        {
            attributes.Add(("axes", draw.Flip() ? [2, 3] : new[] { -2, -1 }));
        }

        bool isSized = draw.Flip();
        if (isSized && draw.Opset >= 18 && draw.Flip(0.4))
        {
            attributes.Add(("keep_aspect_ratio_policy", draw.One("not_larger", "not_smaller")));
        }

        int[] sizes = [.. axes.Select(axis => axis < 2 ? draw.Shape[axis] : draw.Between(Math.Max(2, draw.Shape[axis] / 2), draw.Shape[axis] * 3))];
        float[] factors = [.. axes.Select(axis => axis < 2 ? 1 : draw.One(2f, 0.5f, 1.5f, 3f, 1f))];
        draw.Model.Weights("none", Array.Empty<float>(), 0).List("factors", factors);
        draw.Model.Node("Resize", isSized ? Listed(draw, draw.Opset >= 13 ? "t - -" : "t none none", "sizes", sizes) : draw.Opset >= 13 ? "t - factors" : "t none factors", "u", [.. attributes]);
    }

    private static string Listed(Draw draw, string inputs, string name, int[] values)
    {
        draw.Model.List(name, [.. values.Select(value => (long)value)]);
        return $"{inputs} {name}";
    }

    private static void Changed(Draw draw, string operatorType, string input, string output, int[] axes)
    {
        string name = $"{output}axes";
        draw.Model.Node(operatorType, draw.Opset >= 13 ? Listed(draw, input, name, axes) : input, output, draw.Opset >= 13 ? [] : [("axes", axes)]);
    }
}
