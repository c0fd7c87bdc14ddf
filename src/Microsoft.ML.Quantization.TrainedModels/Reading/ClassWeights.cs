using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>The weights of all classes as ML.NET saves them: class by class, all of them, or those that are not 0 with their indices.</summary>
internal static class ClassWeights
{
    public static (int Features, LinearUnit[] Units) Read(ref EntryReader reader)
    {
        var (features, classes) = (reader.Int(), reader.Count());
        if (features < 1 || classes < 1)
        {
            throw new UnknownLayoutException($"it has {classes} classes and {features} features");
        }

        float[] biases = reader.Floats(classes);
        int[] starts = reader.Ints();
        int stored = reader.Count();
        long expected = starts.Length == 0 ? 0 : starts[^1];
        if ((starts.Length != 0 && (starts.Length != classes + 1 || starts[0] != 0)) || stored != expected)
        {
            throw new UnknownLayoutException("its classes do not begin where they are said to");
        }

        int[]?[] indices = [.. starts.Length == 0 ? new int[]?[classes] : Indices(ref reader, starts)];
        int count = reader.Count();
        if (count != (starts.Length == 0 ? (long)features * classes : stored))
        {
            throw new UnknownLayoutException($"it has {count} weights of {features} features and {classes} classes");
        }

        var units = new LinearUnit[classes];
        for (int i = 0; i < classes; i++)
        {
            units[i] = new LinearUnit(reader.Floats(indices[i]?.Length ?? features), indices[i], biases[i]);
            WeightCheck.Run(units[i].Values, biases[i]);
            WeightCheck.Run(indices[i] ?? [], features);
        }

        return (features, units);
    }

    private static int[][] Indices(ref EntryReader reader, int[] starts)
    {
        int[][] indices = new int[starts.Length - 1][];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = reader.Ints(starts[i + 1] - starts[i]);
        }

        return indices;
    }

    public static void Write(BinaryWriter writer, int features, IReadOnlyList<LinearUnit> units)
    {
        writer.Write(features);
        writer.Write(units.Count);
        foreach (var unit in units)
        {
            writer.Write(unit.Bias);
        }

        bool all = units[0].Indices == null;
        writer.Write(all ? 0 : units.Count + 1);
        int start = 0;
        for (int i = 0; !all && i <= units.Count; i++)
        {
            writer.Write(start);
            start += i < units.Count ? units[i].Values.Length : 0;
        }

        writer.Write(start);
        foreach (var unit in units)
        {
            writer.Write(MemoryMarshal.AsBytes(unit.Indices.AsSpan()));
        }

        writer.Write(units.Sum(unit => unit.Values.Length));
        foreach (var unit in units)
        {
            writer.Write(MemoryMarshal.AsBytes(unit.Values.AsSpan()));
        }
    }
}
