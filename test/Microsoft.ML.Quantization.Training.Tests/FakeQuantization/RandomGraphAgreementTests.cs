using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.RandomGraphs;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

/// <summary>Whoever reads a value in the module reads what the exported model gives it.</summary>
[TestClass]
public sealed class RandomGraphAgreementTests
{
    private const int Nodes = 12;

    /// <summary>A sum on the border between two integers rounds either way, here and there.</summary>
    private const double LeastDecibels = 25;

    [TestMethod]
    public void LinearGraphs() => Check(60, seed => new RandomLinearGraph(seed));

    [TestMethod]
    public void ImageGraphs() => Check(40, seed => new RandomImageGraph(seed, withIndices: false));

    private static void Check(int count, Func<int, RandomGraph> make)
    {
        List<string> faults = [];
        for (int seed = 0; seed < count; seed++)
        {
            var graph = make(seed);
            var rows = QuantizerRun.Rows(6, graph.Input);
            using var file = new ModelFile(graph.Build(Nodes));
            using var observed = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
            var calibrated = observed.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());
            var start = new ModelForTraining(calibrated, QuantizerRun.Everything);
            using var quantizer = new FakeQuantizer(start, learnWeightScales: false, CPU);
            using var exported = start.Write(start.Model, new Dictionary<string, (float Low, float High)>(), new Dictionary<string, float[]>(), "none").Model;
            using var run = new SampleRun(exported);
            var (signal, noise) = (new double[run.OutputNames.Count], new double[run.OutputNames.Count]);
            foreach (var row in rows)
            {
                var module = TorchRun.Outputs(start.Model, row, quantizer);
                float[][] actual = run.Outputs(row);
                for (int i = 0; i < actual.Length; i++)
                {
                    signal[i] += actual[i].Sum(value => (double)value * value);
                    noise[i] += actual[i].Zip(module[run.OutputNames[i]], (a, b) => Math.Pow(a - (double)b, 2)).Sum();
                }
            }

            faults.AddRange(signal.Select((power, i) => (Name: run.OutputNames[i], Power: power, Decibels: 10 * Math.Log10(power / noise[i])))
                .Where(output => output.Power > 1e-9 && !(output.Decibels >= LeastDecibels)).Select(output => $"seed {seed}: {output.Name} agrees to {output.Decibels:F1} dB"));
        }

        Assert.AreEqual("", string.Join("\n", faults));
    }
}
