using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>The weights of one score as ML.NET saves them: all of them, or indices and the weights of those.</summary>
internal static class SingleWeights
{
    public static (int Features, LinearUnit[] Units) Read(ref EntryReader reader)
    {
        float bias = reader.Float();
        int features = reader.Int();
        var (indices, values) = (reader.Ints(), reader.Floats());
        bool all = indices.Length == 0 && values.Length == features;
        if (features < 1 || (!all && values.Length != indices.Length))
        {
            throw new UnknownLayoutException($"it has {values.Length} weights of {features} features");
        }

        WeightCheck.Run(values, bias);
        WeightCheck.Run(indices, features);
        return (features, [new LinearUnit(values, all ? null : indices, bias)]);
    }

    public static void Write(BinaryWriter writer, int features, LinearUnit unit)
    {
        writer.Write(unit.Bias);
        writer.Write(features);
        writer.Write(unit.Indices?.Length ?? 0);
        writer.Write(MemoryMarshal.AsBytes(unit.Indices.AsSpan()));
        writer.Write(unit.Values.Length);
        writer.Write(MemoryMarshal.AsBytes(unit.Values.AsSpan()));
    }
}
