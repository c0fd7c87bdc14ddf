using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Elementwise activation functions.</summary>
internal static class Activations
{
    public static Tensor Relu(OperatorCall call) => call[0].relu();
}
