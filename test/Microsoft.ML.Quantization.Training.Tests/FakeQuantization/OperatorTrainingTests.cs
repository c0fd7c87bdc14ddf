using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

/// <summary>Every operator that runs in INT8 is trained through: the module gives what the INT8 model gives, and gradients reach the weights on both sides.</summary>
[TestClass]
public sealed class OperatorTrainingTests
{
    private const double LeastDecibels = 25;

    private static IEnumerable<string> Operators => OperatorSamples.Operators;

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Operator_IsTrainedThrough(string operatorType)
    {
        var model = OperatorSamples.Model(operatorType);
        var rows = QuantizerRun.Rows(8, [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(size => size.DimValue)]);
        using var file = new ModelFile(model);
        using var observed = ObservedModel.Create(file.Path, rows, [QuantizerRun.Everything], new QuantizerRun.Messages());
        var calibrated = observed.Calibrate(QuantizerRun.Everything, new QuantizerRun.Messages());
        Assert.IsTrue(calibrated.Plan.Nodes.Any(node => node.OperatorType == operatorType && node.IsQuantized));
        var start = new ModelForTraining(calibrated, QuantizerRun.Everything);
        using var quantizer = new FakeQuantizer(start, learnWeightScales: false, CPU);
        using var exported = start.Write(start.Model, new Dictionary<string, (float Low, float High)>(), new Dictionary<string, float[]>(), "none").Model;
        using var run = new SampleRun(exported);
        using var graph = new TorchGraph(start.Model, OperatorHandlers.Find);
        var (signal, noise) = (0.0, 0.0);
        foreach (var row in rows)
        {
            using var scope = NewDisposeScope();
            var output = graph.Run(row.ToDictionary(input => input.Name, input => TorchTensors.Stack([input])), quantizer, ["y"])["y"];
            float[] expected = run.Outputs(row)[0];
            float[] actual = [.. output.to(float32).contiguous().data<float>()];
            signal += expected.Sum(value => (double)value * value);
            noise += expected.Zip(actual, (one, other) => Math.Pow(one - (double)other, 2)).Sum();
            output.pow(2).sum().backward();
        }

        Assert.IsGreaterThan(LeastDecibels, 10 * Math.Log10(signal / noise));
        foreach (var (name, weight) in graph.Weights)
        {
            Assert.IsTrue(weight.grad is { } gradient && gradient.abs().max().item<float>() is > 0 and < float.PositiveInfinity, name);
        }
    }
}
