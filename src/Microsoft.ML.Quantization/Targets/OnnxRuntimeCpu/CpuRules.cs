using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What ONNX Runtime's CPU provider runs in INT8 at a gain.</summary>
/// <param name="operators">The rules, where a target differs in some; <see langword="null"/> for those of ONNX Runtime on CPUs.</param>
internal sealed class CpuRules(OperatorRules? operators = null) : PlacementRules
{
    public override OperatorRules Operators { get; } = operators ?? CpuOperators.Rules;

    public override NodeCosts Costs(GraphIndex graph, TensorShapes shapes) => new CpuCosts(Operators, graph, shapes);
}
