using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>A random model as exporters write it, and rows of data as users have it. The same seed gives the same.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Model">From x to one or more outputs.</param>
/// <param name="Row">The shape of a row without the batch.</param>
/// <param name="Data">What rows are like.</param>
internal sealed record ExportedModel(int Seed, ModelProto Model, long[] Row, RowData Data)
{
    public static ExportedModel Create(int seed, bool isSpelled = true)
    {
        var random = new Random(seed);
        var graph = new GraphGrower(random, new[] { 13L, 14, 15, 17 }[random.Next(4)], 4);
        long[] row = random.Next(8) switch
        {
            0 => [24],
            1 => [8, 16],
            _ => [graph.One(1, 3, 4), graph.One(8, 9), 8],
        };
        long batch = graph.One(-1L, -1, -1, 1);
        graph.Input("x", batch, row);
        int steps = random.Next(4, 12);
        for (int i = 0; i < steps; i++)
        {
            ExportedSteps.Grow(graph);
        }

        var made = graph.Tensors.Skip(1).ToArray();
        var outputs = graph.Ends.Where(tensor => tensor != graph.Tensors[0]).ToList();
        while (graph.Chance(0.25) && made.Except(outputs).ToArray() is { Length: > 0 } others)
        {
            outputs.Add(graph.One(others));
        }

        foreach (var output in outputs)
        {
            graph.Builder.Output(output.Name, [batch, .. output.Row]);
        }

        var model = graph.Builder.Build();
        return new ExportedModel(seed, isSpelled ? Spellings.Apply(model, random) : model, row, RowData.All[random.Next(RowData.All.Count)]);
    }

    public TensorValue[][] Rows(int seed, int count) => Data.Rows(new Random((Seed * 1000) + seed), count, [1, .. Row]);
}
