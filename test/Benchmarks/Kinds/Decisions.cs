using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Kinds;

/// <summary>Whether INT8 decides as FP32 does: the class of a vector of scores, at each place of a map which channel is largest, and whether a single one is above zero.</summary>
internal static class Decisions
{
    /// <summary>The share of all decisions.</summary>
    public static double Same(SampleRun expected, SampleRun actual, TensorValue[][] rows)
    {
        double same = 0;
        foreach (var row in rows)
        {
            float[][] others = actual.Outputs(row);
            same += expected.OutputNames.Select((name, i) => Same(expected.Output(row, name), others[i])).Average();
        }

        return same / rows.Length;
    }

    private static double Same(TensorValue expected, float[] b)
    {
        // Scores of a map lie along its second dimension, those of a list along its last.
        long[] shape = expected.Shape;
        int axis = shape.Length > 3 ? 1 : shape.Length - 1;
        int count = (int)shape[axis];
        int inner = (int)shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        float[] a = (float[])expected.Values;
        int places = a.Length / count;
        int same = 0;
        for (int place = 0; place < places; place++)
        {
            same += Decision(a, place, count, inner) == Decision(b, place, count, inner) ? 1 : 0;
        }

        return same / (double)places;
    }

    private static int Decision(float[] values, int place, int count, int inner)
    {
        int start = (place / inner * inner * count) + (place % inner);
        float[] scores = [.. Enumerable.Range(0, count).Select(i => values[start + (i * inner)])];
        return count == 1 ? scores[0] > 0 ? 1 : 0 : TensorPrimitives.IndexOfMax<float>(scores);
    }
}
