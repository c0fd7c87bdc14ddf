using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>
/// Compares a stage with the one that it replaces on feature vectors that need no data: values around the thresholds of the trees, missing values, zeros. It is all
/// the proof there is where a model is loaded.
/// </summary>
internal static class MadeUpRows
{
    private const int MostRows = 100;
    private const int MostValues = 2_000_000;

    /// <summary>The first difference from a stage, as a reason for the report; <see langword="null"/> where there is none.</summary>
    public static string? Difference(MLContext context, ITransformer stage, QuantizedPredictionTransformer quantized, TreeModel model)
    {
        if (quantized.FeatureColumnType is not VectorDataViewType { ItemType: NumberDataViewType item } type || item != NumberDataViewType.Single || type.Size != model.FeatureCount)
        {
            return $"its features are {quantized.FeatureColumnType}, but its trees look at {model.FeatureCount}";
        }

        int count = Math.Clamp(MostValues / model.FeatureCount, 4, MostRows);
        var rows = FeatureView.Create(context, quantized.FeatureColumnName, type, Create(model, count));
        if (!quantized.Scores(rows.Schema))
        {
            return "its columns are not those that a predictor of its kind is known to have";
        }

        try
        {
            return new StageProof(stage, quantized, rows.Schema).Difference(context, rows, count, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static List<VBuffer<float>> Create(TreeModel model, int count)
    {
        var random = new Random(1);
        Tree[] trees = [.. model.Ensembles.SelectMany(ensemble => ensemble.Trees).Where(tree => tree.NodeCount > 0)];
        return [.. Enumerable.Range(0, count).Select(i => Vector(model.FeatureCount, trees, random, i % 4 == 3))];
    }

    /// <summary>Each tree sets a feature close to the threshold of one of its nodes; every fourth row has missing values.</summary>
    private static VBuffer<float> Vector(int length, Tree[] trees, Random random, bool missing)
    {
        float[] values = new float[length];
        foreach (var tree in trees)
        {
            int node = random.Next(tree.NodeCount);
            if (tree.Categories?[node] is { Length: > 0 } slots)
            {
                values[slots[random.Next(slots.Length)]] = 1;
                continue;
            }

            float threshold = tree.Thresholds[node];
            values[tree.Features[node]] = random.Next(3) switch { 0 => threshold, 1 => MathF.BitIncrement(threshold), _ => MathF.BitDecrement(threshold) };
        }

        for (int i = 0; missing && i < length; i++)
        {
            values[i] = random.Next(8) == 0 ? float.NaN : values[i];
        }

        return new VBuffer<float>(length, values);
    }
}
