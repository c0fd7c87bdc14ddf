using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Compares the gradients of a handler with differences of what it computes, in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <returns>The largest difference between a gradient and the difference quotient, over all elements of the inputs that require one.</returns>
    public static double Largest(NodeProto node, long opset, Tensor?[] inputs)
    {
        Tensor[] learning = [.. inputs.OfType<Tensor>().Where(input => input.requires_grad)];
        using var scope = NewDisposeScope();
        Loss(node, opset, inputs).backward();
        return learning.Max(input => Largest(node, opset, inputs, input));
    }

    private static double Largest(NodeProto node, long opset, Tensor?[] inputs, Tensor input)
    {
        using var _ = no_grad();
        var values = input.flatten();
        double[] gradient = [.. input.grad!.contiguous().data<double>()];
        Assert.IsTrue(gradient.All(double.IsFinite));
        return gradient.Select((value, i) => Math.Abs(value - Quotient(node, opset, inputs, values.data<double>(), i))).Max();
    }

    private static double Quotient(NodeProto node, long opset, Tensor?[] inputs, TorchSharp.Utils.TensorAccessor<double> values, int element)
    {
        double value = values[element];
        values[element] = value + Step;
        double above = Loss(node, opset, inputs).item<double>();
        values[element] = value - Step;
        double below = Loss(node, opset, inputs).item<double>();
        values[element] = value;
        return (above - below) / (2 * Step);
    }

    // The first output, each element with a weight of its own.
    private static Tensor Loss(NodeProto node, long opset, Tensor?[] inputs)
    {
        var output = OperatorHandlers.Find(node)!(new OperatorCall(node, opset, inputs) { Training = true })[0];
        return (output * arange(1, output.numel() + 1, dtype: float64).cos().reshape(output.shape)).sum();
    }
}
