namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>What blocks are made of.</summary>
internal static class ExportedLayers
{
    public static GeneratedTensor Conv(GraphGrower graph, GeneratedTensor x, int channels, int kernel, int groups = 1, bool withBias = true)
    {
        string bias = withBias ? " " + graph.Constant(graph.Normals(channels, 0.3), channels) : "";
        return graph.Node("Conv", $"{x.Name} {Filters(graph, channels, x.Row[0] / groups, kernel, kernel)}{bias}", [channels, x.Row[1], x.Row[2]], ("pads", new[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }), ("group", groups), ("kernel_shape", new[] { kernel, kernel }));
    }

    /// <summary>Weights of which some channels are all zero, and a few far larger than others.</summary>
    public static string Filters(GraphGrower graph, long outputs, long inputs, int height, int width)
    {
        long each = inputs * height * width;
        float[] values = graph.Layer(outputs * each, each, i => i / each);
        double kind = graph.Random.NextDouble();
        if (kind < 0.3)
        {
            int at = graph.Random.Next((int)outputs);
            float factor = graph.One(0f, 8f, 1e-4f, 1e-30f);
            for (long i = at * each; i < (at + 1) * each; i++)
            {
                values[i] *= factor;
            }
        }

        return graph.Constant(values, outputs, inputs, height, width);
    }

    public static GeneratedTensor Normalized(GraphGrower graph, GeneratedTensor x)
    {
        long channels = x.Row[0];
        float[] gains = [.. graph.Normals(channels, 0.5).Select(value => MathF.Exp(value) * (graph.Chance(0.04) ? 1e-4f : graph.Chance(0.1) ? -1 : 1))];
        float[] variances = [.. graph.Gains(channels).Select(value => graph.Chance(0.04) ? 0 : value)];
        return graph.Node("BatchNormalization", $"{x.Name} {graph.Constant(gains, channels)} {graph.Constant(graph.Normals(channels, 0.5), channels)} {graph.Constant(graph.Normals(channels, 0.2), channels)} {graph.Constant(variances, channels)}", x.Row, ("epsilon", graph.One(1e-5f, 1e-3f)));
    }

    public static GeneratedTensor Clip(GraphGrower graph, GeneratedTensor x) => graph.Node("Clip", $"{x.Name} {graph.Scalar(0)} {graph.Scalar(6)}", x.Row);

    public static GeneratedTensor Activated(GraphGrower graph, GeneratedTensor x) => graph.One(0, 0, 1, 2, 3) switch
    {
        0 => graph.Node("Relu", x.Name, x.Row),
        1 => Clip(graph, x),
        2 => graph.Node("LeakyRelu", x.Name, x.Row, ("alpha", 0.1f)),
        _ => ActivationExports.PRelu(graph, x) ?? x,
    };
}
