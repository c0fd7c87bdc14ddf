using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

[TestClass]
public sealed class WeightGradientTests
{
    [TestMethod]
    [DataRow("minibert_sst2_fp32_opset13.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    [DataRow("resnet20_bn_cifar10_fp32.onnx")]
    [DataRow("super_resolution_x3_fp32.onnx")]
    [DataRow("ultraface_rfb320.onnx")]
    public void EveryWeightOfARealModel_GetsAGradient(string name)
    {
        using var scope = NewDisposeScope();
        using var prepared = ModelPreparer.Prepare(OnnxModelReader.Load(SharedAssets.Model(name)));
        using var graph = new TorchGraph(prepared, OperatorHandlers.Find);
        var inputs = Agreement.Inputs(prepared, freeDimension: 8).ToDictionary(input => input.Name, input => TorchTensors.Stack([input]));
        var outputs = graph.Run(inputs, null, prepared.Graph.Output.Select(output => output.Name));
        outputs.Values.Select(output => output.pow(2).sum()).Aggregate((left, right) => left + right).backward();
        Assert.IsNotEmpty(graph.Weights);
        foreach (var (weight, parameter) in graph.Weights)
        {
            Assert.IsNotNull(parameter.grad, weight);
            float largest = parameter.grad.abs().max().item<float>();
            Assert.IsTrue(largest > 0 && float.IsFinite(largest), $"{weight}: {largest}");
        }
    }
}
