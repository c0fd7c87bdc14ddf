using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Keeps in FP32 what a plan leaves in FP32. Between DequantizeLinear and QuantizeLinear, ONNX Runtime runs some operators in INT8
/// of its own accord: it quantizes the weights of Conv, ConvTranspose and Gemm, by tensor, and has slow kernels for pools and Softmax.
/// A Max of one input in front of QuantizeLinear changes no value, costs a copy, and is in no pattern that ONNX Runtime looks for.
/// </summary>
internal static class FusionBarriers
{
    /// <summary>Whether a barrier has to stand in front of the QuantizeLinear of <paramref name="tensor"/>.</summary>
    public static bool IsNeeded(string tensor, PlannedGraph graph)
    {
        for (var maker = graph.Maker(tensor); maker != null && graph.PlanOf(maker).Role == NodeRole.Float; maker = graph.Maker(maker.Input[0]))
        {
            if (maker.OpType is "Conv" or "ConvTranspose" or "Gemm" or "MaxPool" or "AveragePool" or "Softmax")
            {
                return true;
            }

            if (!IsSkipped(maker.OpType))
            {
                return false;
            }
        }

        return false;
    }

    public static NodeProto Create(string name, string input, string output) => new() { Name = name, OpType = "Max", Input = { input }, Output = { output } };

    /// <summary>Operators that ONNX Runtime looks through, or moves QuantizeLinear in front of.</summary>
    private static bool IsSkipped(string operatorType) => operatorType is "Relu" or "Clip" or "Reshape" or "Transpose" or "Squeeze" or "Unsqueeze" or "Slice";
}
