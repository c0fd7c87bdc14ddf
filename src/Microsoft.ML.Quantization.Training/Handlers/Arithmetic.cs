using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Elementwise arithmetic with NumPy's broadcasting.</summary>
internal static class Arithmetic
{
    public static Tensor Add(OperatorCall call) => call[0] + call[1];
}
