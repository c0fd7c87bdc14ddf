using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.RandomGraphs;

/// <summary>Whoever reads a value, in INT8, in FP32, or as an output, gets about what FP32 gives; and what is planned in INT8 runs in INT8.</summary>
[TestClass]
public sealed class RandomGraphTests
{
    private const int Nodes = 14;

    /// <summary>What an output has at least that is the difference of large values; one that gets another value than it should has less.</summary>
    private const double LeastDecibels = 10;

    private const double MedianDecibels = 35;

    /// <summary>How close a model comes that rounds in FP32 where the plan says so; a sum on the border between two integers rounds either way.</summary>
    private const double ImitationDecibels = 25;

    [TestMethod]
    public void LinearGraphs() => Check(150, seed => new RandomLinearGraph(seed));

    [TestMethod]
    public void ImageGraphs() => Check(100, seed => new RandomImageGraph(seed));

    private static void Check(int count, Func<int, RandomGraph> make)
    {
        List<string> faults = [];
        List<double> decibels = [];
        for (int seed = 0; seed < count; seed++)
        {
            var graph = make(seed);
            var model = graph.Build(Nodes);
            var rows = QuantizerRun.Rows(8, graph.Input);
            using var file = new ModelFile(model);
            using var observed = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
            var calibrated = observed.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());
            using var quantized = calibrated.Write().Model;
            var fused = FusedNodes.Read(quantized);
            faults.AddRange(calibrated.Plan.Nodes.Where(node => node.IsQuantized && !fused.Contains(node)).Select(node => $"seed {seed}: {node} is not fused"));
            var outputs = Decibels(new OnnxModel(model, "test.onnx"), quantized, rows);
            decibels.AddRange(outputs.Select(output => output.Value));
            faults.AddRange(outputs.Where(output => output.Value < LeastDecibels).Select(output => $"seed {seed}: {output.Key} has {output.Value:F1} dB"));
            faults.AddRange(Decibels(quantized, Rounded(calibrated), rows).Where(output => output.Value < ImitationDecibels).Select(output => $"seed {seed}: {output.Key} is imitated to {output.Value:F1} dB"));
        }

        Assert.AreEqual("", string.Join("\n", faults));
        Assert.IsGreaterThan(MedianDecibels, decibels.Order().ElementAt(decibels.Count / 2));
    }

    private static OnnxModel Rounded(CalibratedModel calibrated) =>
        new NoisyModel(calibrated.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() })
            .With(calibrated.Plan.Tensors.Select(tensor => NoiseSource.Tensor(tensor.Name, calibrated.Settings.Activations[tensor.RangeOf]))
                .Concat(calibrated.Plan.Nodes.Where(node => node.Role is NodeRole.Convolution or NodeRole.Linear).Select(node => NoiseSource.NodeWeights(node.Name))));

    /// <summary>How close the outputs are, by name, measured around their mean, so that a constant in them counts for nothing; those that are constant are left out.</summary>
    private static Dictionary<string, double> Decibels(OnnxModel expected, OnnxModel actual, TensorValue[][] rows)
    {
        using var one = new SampleRun(expected);
        using var other = new SampleRun(actual);
        var pairs = rows.Select(row => (Expected: one.Outputs(row), Actual: other.Outputs(row))).ToArray();
        var decibels = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < one.OutputNames.Count; i++)
        {
            double mean = pairs.Average(pair => pair.Expected[i].Average());
            double signal = pairs.Sum(pair => pair.Expected[i].Sum(value => Math.Pow(value - mean, 2)));
            double noise = pairs.Sum(pair => pair.Expected[i].Zip(pair.Actual[i], (a, b) => Math.Pow(a - (double)b, 2)).Sum());
            if (signal > 1e-9)
            {
                decibels[one.OutputNames[i]] = double.IsNaN(noise) ? double.NegativeInfinity : 10 * Math.Log10(signal / noise);
            }
        }

        return decibels;
    }
}
