using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>Rows that look for mistakes: values on thresholds and right beside them, missing and infinite ones, both zeros, several categories at once; some sparse.</summary>
internal static class HardRows
{
    public static IEnumerable<VBuffer<float>> Create(TreeModel model, IReadOnlyList<VBuffer<float>> plain, int count, int seed)
    {
        var random = new Random(seed);
        float[][] values = Values(model);
        for (int i = 0; i < count; i++)
        {
            float[] row = [.. plain[random.Next(plain.Count)].DenseValues()];
            for (int changes = random.Next(row.Length); changes > 0; changes--)
            {
                int feature = random.Next(row.Length);
                row[feature] = values[feature].Length > 0 && random.Next(4) > 0 ? values[feature][random.Next(values[feature].Length)] : Special(random);
            }

            yield return i % 3 == 0 ? Sparse(row) : new VBuffer<float>(row.Length, row);
        }
    }

    private static float[][] Values(TreeModel model)
    {
        var values = Enumerable.Range(0, model.FeatureCount).Select(_ => new HashSet<float>()).ToArray();
        foreach (var tree in model.Ensembles.SelectMany(ensemble => ensemble.Trees))
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                if (tree.Categories?[node] == null)
                {
                    float threshold = tree.Thresholds[node];
                    values[tree.Features[node]].UnionWith([threshold, MathF.BitIncrement(threshold), MathF.BitDecrement(threshold)]);
                }
            }
        }

        return [.. values.Select(set => set.ToArray())];
    }

    private static float Special(Random random) =>
        new[] { float.NaN, 0, -0f, 1, -1, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, random.NextSingle() }[random.Next(10)];

    private static VBuffer<float> Sparse(float[] row)
    {
        int[] indices = [.. Enumerable.Range(0, row.Length).Where(i => row[i] != 0)];
        return new VBuffer<float>(row.Length, indices.Length, [.. indices.Select(i => row[i])], indices);
    }
}
