using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// Writes for ONNX Runtime on CPUs, and keeps in FP32 what a plan leaves in FP32. Between DequantizeLinear and QuantizeLinear, ONNX Runtime runs some operators in INT8
/// of its own accord: it quantizes the weights of Conv, ConvTranspose and Gemm, by tensor, and has slow kernels for pools and Softmax.
/// A Max of one input in front of QuantizeLinear changes no value, costs a copy, and is in no pattern that ONNX Runtime looks for.
/// Behind a linear node it keeps in INT8 what a plan has in INT8: ONNX Runtime leaves Gemm and MatMul in FP32, and dequantizes their weights
/// in every run, where a Relu or Clip in FP32 follows, and where both QuantizeLinear and something else read what they give.
/// </summary>
/// <param name="operators">The rules, where a target differs in some; <see langword="null"/> for those of ONNX Runtime on CPUs.</param>
internal sealed class CpuWriter(OperatorRules? operators = null) : TargetWriter
{
    private readonly OperatorRules _operators = operators ?? CpuOperators.Rules;

    public override bool NeedsBarrierBefore(string tensor, PlannedGraph graph)
    {
        for (var maker = graph.Values.Maker(tensor); maker != null && graph.PlanOf(maker).Role == NodeRole.Float; maker = graph.Values.Maker(maker.Input[0]))
        {
            if (_operators[maker].FusesUnasked)
            {
                return true;
            }

            if (!_operators[maker].LetsConversionsPass)
            {
                return false;
            }
        }

        return false;
    }

    public override bool NeedsBarrierBehind(NodeProto node, string tensor, PlannedGraph graph)
    {
        if (base.NeedsBarrierBehind(node, tensor, graph))
        {
            return true;
        }

        if (graph.Values.IsReadInInt8(tensor))
        {
            return graph.Values.IsReadInFloat(tensor);
        }

        // A Relu or Clip that QuantizeLinear alone reads goes, so that QuantizeLinear reads the product.
        return graph.Index.Consumers(tensor).Any(use => FoldableActivation.Contains(use.Node) && HasOneReader(use.Node.Output[0], graph)
            && (Readers(tensor, graph) == 1 || graph.Values.IsReadInInt8(use.Node.Output[0])));
    }

    /// <summary>The other CPU's integers are 128 more or less. Weights that are too large for sums of 16 bits cannot be helped.</summary>
    public override OnnxModel? Adopt(OnnxModel model, TargetNumbers own, TargetNumbers made) =>
        made.HasSymmetricActivations || !made.HasIntegerBiases || (own.LargestPair is { } largest && !(made.LargestPair <= largest)) ? null
        : own.Activations == made.Activations ? model : MovedIntegers.Move(model, own.Activations);

    private static bool HasOneReader(string tensor, PlannedGraph graph) => !graph.Index.IsOutput(tensor) && Readers(tensor, graph) == 1;

    /// <summary>How many nodes read the tensor in the INT8 model, QuantizeLinear being one for all INT8 readers.</summary>
    private static int Readers(string tensor, PlannedGraph graph) =>
        graph.Index.Consumers(tensor).Count - graph.Values.IntegerReaders(tensor).Count() + (graph.Values.IsReadInInt8(tensor) ? 1 : 0) + (graph.Index.IsCaptured(tensor) ? 1 : 0);
}
