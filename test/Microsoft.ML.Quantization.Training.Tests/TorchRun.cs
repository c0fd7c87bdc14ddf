using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>Runs a model in TorchSharp.</summary>
internal static class TorchRun
{
    /// <returns>The values of every output, row-major.</returns>
    public static Dictionary<string, float[]> Outputs(OnnxModel prepared, IReadOnlyList<TensorValue> inputs, FakeQuantizer? quantizer = null)
    {
        using var scope = NewDisposeScope();
        return Outputs(prepared, inputs.ToDictionary(input => input.Name, input => TorchTensors.Stack([input])), quantizer);
    }

    /// <returns>The values of every output, row-major.</returns>
    public static Dictionary<string, float[]> Outputs(OnnxModel prepared, IReadOnlyDictionary<string, Tensor> inputs, FakeQuantizer? quantizer = null)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var graph = new TorchGraph(prepared, OperatorHandlers.Find);
        graph.eval();
        var outputs = graph.Run(inputs, quantizer, prepared.Graph.Output.Select(output => output.Name));
        return outputs.ToDictionary(output => output.Key, output => output.Value.to(float32).contiguous().data<float>().ToArray());
    }
}
