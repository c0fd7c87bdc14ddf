using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Nodes with attributes as they come, in LiteRT against ONNX Runtime with the same integers.</summary>
[TestClass]
public sealed class LiteRtRandomTests
{
    private const int Seeds = 6;

    private const float Tolerance = 1e-5f;

    // Runtimes round these in ways of their own; an average or a weighted sum in FP32 is rounded again.
    private static readonly string[] Rounded = ["ReduceMean", "Add", "Sub", "Mul", "AveragePool", "AveragePool of sequences", "Concat", "LeakyRelu", "HardSigmoid", "Resize", "Softmax", "ConvTranspose", "ConvTranspose of sequences"];

    private static readonly QuantizationOptions Options = new() { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };

    public static IEnumerable<object[]> Names => RandomNodes.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Integers_AreThoseOfOnnxRuntime(string name)
    {
        int compared = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var (model, shape) = RandomNodes.Create(name, seed);
            var rows = QuantizerRun.Rows(4, shape);
            if (Runs(model, rows[0]))
            {
                Assert.IsLessThanOrEqualTo(Rounded.Contains(name) ? 1 : 0, Steps(QuantizerRun.Quantize(model, rows, Options), rows), $"seed {seed}: {model.Graph.Node}");
                compared++;
            }
        }

        Assert.IsGreaterThan(Seeds / 2, compared);
    }

    private static bool Runs(ModelProto model, TensorValue[] row)
    {
        try
        {
            using var run = new SampleRun(new OnnxModel(model, "test.onnx"));
            return run.Outputs(row).Length > 0;
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>By how many steps values differ at the most; where they are FP32, a step is what sums in another order may make.</summary>
    private static int Steps(QuantizationResult result, TensorValue[][] rows)
    {
        float[][][] actual = LiteRtRuntime.Score(result.Model, rows);
        using var run = new SampleRun(MovedIntegers.Move(result.Model, QuantizedType.UInt8));
        float[][][] expected = [.. rows.Select(run.Outputs)];
        var index = new GraphIndex(result.Model.Graph);
        int largest = 0;
        for (int output = 0; output < expected[0].Length; output++)
        {
            var maker = index.Producer(result.Model.Graph.Output[output].Name)!;
            bool isInteger = maker.Is("DequantizeLinear");
            double step = isInteger ? TensorData.Floats(index.Initializer(maker.Input[1])!)[0] : Tolerance * expected.Max(row => row[output].Max(Math.Abs));
            for (int row = 0; row < rows.Length; row++)
            {
                Assert.HasCount(expected[row][output].Length, actual[row][output]);
                largest = Math.Max(largest, expected[row][output].Zip(actual[row][output], (one, other) => Difference(one, other) / step is var steps && isInteger ? (int)Math.Round(steps) : (int)steps).Max());
            }
        }

        return largest;
    }

    private static double Difference(float one, float other) => float.IsNaN(other) ? float.MaxValue : Math.Abs(one - (double)other);
}
