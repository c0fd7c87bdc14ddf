using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>How far TorchSharp and ONNX Runtime are apart on made-up inputs, as a share of the largest value of an output.</summary>
internal static class Agreement
{
    /// <param name="prepared">The model.</param>
    /// <param name="freeDimension">The size of its free dimensions.</param>
    public static double OfRun(OnnxModel prepared, int freeDimension = 2)
    {
        var (inputs, expected) = RunOnnxRuntime(prepared, freeDimension, seed: 1);
        var actual = TorchRun.Outputs(prepared, inputs);
        return expected.Max(output => Difference(output.Value, actual[output.Key]));
    }

    /// <summary>Several rows at once in TorchSharp, each alone in ONNX Runtime, which takes no more of a model with a fixed batch.</summary>
    public static double OfStackedRows(OnnxModel prepared, int rows)
    {
        Assert.IsTrue(FixedBatch.Is(prepared.Graph));
        var alone = Enumerable.Range(0, rows).Select(row => RunOnnxRuntime(prepared, freeDimension: 1, seed: row)).ToArray();
        using var scope = NewDisposeScope();
        var inputs = Enumerable.Range(0, alone[0].Inputs.Count)
            .ToDictionary(i => alone[0].Inputs[i].Name, i => TorchTensors.Stack([.. alone.Select(run => run.Inputs[i])]));
        var actual = TorchRun.Outputs(prepared, inputs);
        return actual.Max(output => Difference([.. alone.SelectMany(run => run.Outputs[output.Key])], output.Value));
    }

    /// <summary>Inputs made up for a model.</summary>
    public static List<TensorValue> Inputs(OnnxModel model, int freeDimension) => RunOnnxRuntime(model, freeDimension, seed: 1).Inputs;

    private static double Difference(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        double largest = expected.Max(Math.Abs);
        Assert.IsTrue(double.IsFinite(largest) && largest > 0 && actual.All(float.IsFinite), "Values that say nothing.");
        return expected.Zip(actual, (want, have) => Math.Abs((double)want - have)).Max() / largest;
    }

    private static (List<TensorValue> Inputs, Dictionary<string, float[]> Outputs) RunOnnxRuntime(OnnxModel model, int freeDimension, int seed)
    {
        var random = new Random(seed);
        List<TensorValue> inputs = [];
        var outputs = ModelRunner.Run(
            model,
            (name, count, shape) =>
            {
                inputs.Add(new TensorValue(name, Values(random, model, name, count), shape));
                return inputs[^1].Values;
            },
            freeDimension: freeDimension);
        return (inputs, outputs.ToDictionary(output => output.Key, output => (float[])output.Value));
    }

    // Token numbers, a mask, or values around zero.
    private static Array Values(Random random, OnnxModel model, string name, int count)
    {
        bool isFloat = model.Graph.Input.Single(input => input.Name == name).Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Float;
        int largest = name.Contains("mask", StringComparison.Ordinal) ? 2 : 1000;
        return isFloat
            ? Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray()
            : Enumerable.Range(0, count).Select(_ => (long)random.Next(largest)).ToArray();
    }
}
