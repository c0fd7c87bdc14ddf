using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>
/// A random model over the operators that have an INT8 role and those that stand between them, with branches, several readers and outputs
/// in the middle, and rows for it. The same seed gives the same.
/// </summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Model">From x to one or more outputs.</param>
/// <param name="Row">The shape of a row without the batch.</param>
/// <param name="Rows">Rows to calibrate on, and others to score.</param>
internal sealed record GeneratedModel(int Seed, ModelProto Model, long[] Row, float[][] Rows)
{
    public const int CalibrationRows = 64;
    private const int TestRows = 16;

    public long[] Shape => [1, .. Row];

    public IEnumerable<TensorValue[]> Calibration => Values(Rows.Take(CalibrationRows));

    public IEnumerable<TensorValue[]> Test => Values(Rows.Skip(CalibrationRows));

    public IEnumerable<TensorValue[]> All => Values(Rows);

    /// <param name="seed">Decides everything.</param>
    /// <param name="width">What the numbers of channels and features are multiples of.</param>
    /// <param name="side">The height and width of an image, the length of a sequence.</param>
    public static GeneratedModel Create(int seed, int width = 4, int side = 8)
    {
        var random = new Random(seed);
        var graph = new GraphGrower(random, new[] { 13L, 15, 17 }[random.Next(3)], width);
        long[] row = random.Next(3) switch
        {
            0 => [8 * width],
            1 => [side, 4 * width],
            _ => [graph.One(3, width), side, side],
        };
        long batch = graph.Chance(0.8) ? -1 : 1;
        graph.Input("x", batch, row);
        int steps = random.Next(3, 14);
        for (int i = 0; i < steps; i++)
        {
            Steps.Grow(graph);
        }

        foreach (var output in Outputs(graph))
        {
            graph.Builder.Output(output.Name, [batch, .. output.Row]);
        }

        bool positive = graph.Chance(0.3);
        float Value() => positive ? random.NextSingle() : graph.Normal();
        float[][] rows = [.. Enumerable.Range(0, CalibrationRows + TestRows).Select(_ => Enumerable.Range(0, (int)graph.Tensors[0].Size).Select(_ => Value()).ToArray())];
        return new GeneratedModel(seed, graph.Builder.Build(), row, rows);
    }

    /// <summary>The last tensor, nearly all other ends, and now and then a tensor that is read by others too.</summary>
    private static List<GeneratedTensor> Outputs(GraphGrower graph)
    {
        var made = graph.Tensors.Skip(1).ToArray();
        var outputs = graph.Ends.Where(tensor => tensor != graph.Tensors[0] && (tensor == made[^1] || graph.Chance(0.95))).ToList();
        while (graph.Chance(0.3) && made.Except(outputs).ToArray() is { Length: > 0 } others)
        {
            outputs.Add(graph.One(others));
        }

        return outputs;
    }

    private IEnumerable<TensorValue[]> Values(IEnumerable<float[]> rows) => rows.Select(row => new TensorValue[] { new("x", row, Shape) });
}
