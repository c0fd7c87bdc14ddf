using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What ONNX Runtime's CPU provider runs in INT8 at a gain.</summary>
/// <param name="operators">The rules, where a target differs in some; <see langword="null"/> for those of ONNX Runtime on CPUs.</param>
/// <param name="conversions">What conversions cost; <see langword="null"/> for x86.</param>
internal sealed class CpuRules(OperatorRules? operators = null, ConversionCosts? conversions = null) : PlacementRules
{
    public override OperatorRules Operators { get; } = operators ?? CpuOperators.Rules;

    public override NodeCosts Costs(GraphIndex graph, TensorShapes shapes) => new CpuCosts(Operators, conversions ?? ConversionCosts.X86, graph, shapes);
}
