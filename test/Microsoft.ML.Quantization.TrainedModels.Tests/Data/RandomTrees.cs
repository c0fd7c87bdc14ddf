using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>Trees of any shape that no trainer would make in a hurry: chains, balanced ones, thresholds that are infinite or NaN, categorical nodes that share slots.</summary>
internal static class RandomTrees
{
    public static TreeModel Model(int seed, int classes, int trees, int mostLeaves, int features, TreeAggregation aggregation = TreeAggregation.Sum)
    {
        var random = new Random(seed);
        var ensembles = Enumerable.Range(0, classes)
            .Select(_ => new TreeEnsemble([.. Enumerable.Range(0, trees).Select(_ => Create(random, 1 + random.Next(mostLeaves), features))], features, aggregation)).ToArray();
        return new TreeModel { Ensembles = ensembles, Calibrations = new Calibrations.ScoreCalibration?[classes], ClassScores = classes == 1 ? ClassScores.Single : ClassScores.Raw };
    }

    /// <summary>Splits leaves in turn, as a trainer does; <c>bias</c> says how often the newest is split, which makes a chain.</summary>
    public static Tree Create(Random random, int leaves, int features)
    {
        int nodes = leaves - 1;
        var (left, right) = (new int[nodes], new int[nodes]);
        double bias = random.NextDouble() * random.NextDouble();
        var parents = new List<(int Node, bool Right)> { (-1, false) };
        for (int node = 0; node < nodes; node++)
        {
            int leaf = random.NextDouble() < bias ? node : random.Next(node + 1);
            if (node > 0)
            {
                (parents[leaf].Right ? right : left)[parents[leaf].Node] = node;
            }

            (left[node], right[node]) = (~leaf, ~(node + 1));
            parents[leaf] = (node, false);
            parents.Add((node, true));
        }

        bool missing = random.Next(2) == 0;
        bool categorical = random.Next(2) == 0;
        return new Tree
        {
            Left = left,
            Right = right,
            Features = [.. Enumerable.Range(0, nodes).Select(_ => random.Next(features))],
            Thresholds = [.. Enumerable.Range(0, nodes).Select(_ => Threshold(random))],
            MissingValues = missing ? [.. Enumerable.Range(0, nodes).Select(_ => (float)random.Next(-1, 3))] : null,
            Categories = categorical ? [.. Enumerable.Range(0, nodes).Select(_ => random.Next(4) == 0 ? Slots(random, features) : null)] : null,
            Leaves = [.. Enumerable.Range(0, leaves).Select(_ => random.NextDouble() - 0.5)],
        };
    }

    private static float Threshold(Random random) => random.Next(60) switch
    {
        0 => float.PositiveInfinity,
        1 => float.NegativeInfinity,
        2 => float.NaN,
        3 => -0f,
        < 30 => random.Next(-1, 3),
        _ => (random.NextSingle() * 4) - 2,
    };

    private static int[] Slots(Random random, int features)
    {
        int first = random.Next(features);
        return [.. Enumerable.Range(first, Math.Min(1 + random.Next(5), features - first))];
    }
}
