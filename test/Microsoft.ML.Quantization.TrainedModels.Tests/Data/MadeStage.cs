using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>A stage of ML.NET's FastTree with trees that were not trained: any shape, any leaves.</summary>
internal static class MadeStage
{
    private const int TailLength = sizeof(double) + (3 * sizeof(int));

    public static ITransformer Create(MLContext context, IDataView table, params IReadOnlyList<Tree> trees)
    {
        var saved = SavedStage.Save(context, context.Regression.Trainers.FastTree(numberOfTrees: 1).Fit(table));
        byte[] tail = saved.Entry("Model").Content[^TailLength..].ToArray();
        saved.Replace("Model", Content(trees, tail));
        return saved.Load(context);
    }

    private static byte[] Content(IReadOnlyList<Tree> trees, byte[] tail)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(sizeof(float));
        writer.Write(trees.Count);
        foreach (var tree in trees)
        {
            Write(writer, tree);
        }

        writer.Write(tail);
        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, Tree tree)
    {
        writer.Write((byte)0);
        writer.Write(tree.Leaves.Length);
        writer.Write(tree.Leaves.Max());
        writer.Write(1.0);
        Write(writer, tree.Left, writer.Write);
        Write(writer, tree.Right, writer.Write);
        Write(writer, tree.Features, writer.Write);
        WriteCategories(writer, tree);
        Write(writer, Enumerable.Range(0, tree.NodeCount).ToArray(), writer.Write);
        Write(writer, tree.Thresholds, writer.Write);
        Write(writer, tree.MissingValues ?? [], writer.Write);
        Write(writer, tree.Leaves, writer.Write);
        for (int i = 0; i < 3; i++)
        {
            Write(writer, tree.Thresholds.Select(threshold => Math.Abs((double)threshold)).ToArray(), writer.Write);
        }
    }

    private static void WriteCategories(BinaryWriter writer, Tree tree)
    {
        int[] nodes = [.. Enumerable.Range(0, tree.NodeCount).Where(node => tree.Categories?[node] != null)];
        Write(writer, nodes, writer.Write);
        foreach (int[] slots in nodes.Select(node => tree.Categories![node]!))
        {
            Write(writer, slots, writer.Write);
            writer.Write(slots[0]);
            writer.Write(slots[^1]);
        }
    }

    private static void Write<T>(BinaryWriter writer, T[] values, Action<T> write)
    {
        writer.Write(values.Length);
        Array.ForEach(values, write);
    }
}
