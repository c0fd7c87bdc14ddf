namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>Nodes that compute value by value, or products with matrices.</summary>
internal static class RandomValues
{
    public static void Binary(Draw draw, string operatorType)
    {
        string other = Other(draw);
        draw.Model.Node(operatorType, draw.Flip() ? $"t {other}" : $"{other} t", "u");
    }

    public static void Clip(Draw draw)
    {
        draw.Model.Node("MaxPool", "t", "m", ("kernel_shape", new[] { 2, 2 })).Weights("low", [draw.One(0f, -0.3f, draw.Real(-1, 0.1))]).Weights("high", [draw.One(6f, 0.4f, draw.Real(0.2, 1))]);
        draw.Model.Node("Clip", $"{draw.One("t", "m")} {draw.One("low high", "low", "- high", "low high")}", "u");
    }

    public static void LeakyRelu(Draw draw) => draw.Model.Node("LeakyRelu", "t", "u", draw.Flip(0.2) ? [] : [("alpha", draw.Real(-0.5, 1.5))]);

    public static void HardSigmoid(Draw draw)
    {
        List<(string, object)> attributes = draw.Flip(0.8) ? [("alpha", draw.Real(-0.5, 1.5))] : [];
        draw.Model.Node("HardSigmoid", "t", "u", [.. attributes, .. draw.Flip() ? [("beta", draw.Real(-0.2, 0.8))] : Array.Empty<(string, object)>()]);
    }

    public static void Along(Draw draw, string operatorType) => draw.Model.Node(operatorType, "t", "u", draw.Flip(0.2) ? [] : [("axis", draw.Signed(draw.Between(1, 3), 4))]);

    public static void Gemm(Draw draw)
    {
        int inputs = draw.Channels * draw.Height * draw.Width, outputs = draw.Between(3, 9);
        bool turned = draw.Flip(0.3), turnsWeights = draw.Flip();
        draw.Model.List("sizes", turned ? new long[] { -1, 1 } : [1, -1]).Node("Reshape", "t sizes", "f");
        draw.Weights("uw", turnsWeights ? [outputs, inputs] : [inputs, outputs]);
        draw.Weights("ub", draw.One<long[]>([outputs], [1, outputs], [1], [1, 1], []));
        List<(string, object)> attributes = [("transB", turnsWeights ? 1 : 0), ("transA", turned ? 1 : 0)];
        if (draw.Flip(0.4))
        {
            attributes.AddRange([("alpha", draw.Real(0.3, 2)), ("beta", draw.Real(-1, 2))]);
        }

        draw.Model.Node("Gemm", draw.Flip(0.8) ? "f uw ub" : "f uw", "u", [.. attributes]);
    }

    public static void MatMul(Draw draw)
    {
        int outputs = draw.Between(3, 9);
        string input = draw.One("t", "f", "s");
        draw.Model.List("rows", 1, draw.Channels, -1).Node("Reshape", "t rows", "s").List("flat", 1, -1).Node("Reshape", "t flat", "f");
        draw.Weights("uw", input == "t" ? draw.Width : input == "s" ? draw.Height * draw.Width : draw.Channels * draw.Height * draw.Width, outputs);
        draw.Model.Node("MatMul", $"{input} uw", draw.Flip() ? "u" : "p");
        if (!draw.Model.Build().Graph.Node[^1].Output.Contains("u"))
        {
            draw.Weights("ub", outputs);
            draw.Model.Node("Add", "p ub", "u");
        }
    }

    /// <summary>A second operand of any shape that fits: computed, or a constant.</summary>
    private static string Other(Draw draw)
    {
        string name = draw.One("s", "g", "h", "t", "channels", "number", "row", "all");
        switch (name)
        {
            case "s":
                draw.Another("s");
                break;
            case "g":
                draw.Model.Node("GlobalAveragePool", "t", "g");
                break;
            case "h":
                draw.Another("s");
                draw.Model.Node("MaxPool", "s", "h", ("kernel_shape", new[] { draw.Height, 1 }));
                break;
            case "channels":
                draw.Weights(name, draw.One<long[]>([draw.Channels, 1, 1], [1, draw.Channels, 1, 1]));
                break;
            case "number":
                draw.Weights(name, draw.One<long[]>([], [1], [1, 1, 1, 1]));
                break;
            case "row":
                draw.Weights(name, draw.One<long[]>([draw.Width], [draw.Height, 1], [draw.Height, draw.Width]));
                break;
            case "all":
                draw.Weights(name, 1, draw.Channels, draw.Height, draw.Width);
                break;
        }

        return name;
    }
}
