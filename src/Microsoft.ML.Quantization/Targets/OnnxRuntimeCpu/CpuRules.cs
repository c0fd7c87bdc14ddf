using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What ONNX Runtime's CPU provider runs in INT8 at a gain.</summary>
internal sealed class CpuRules : PlacementRules
{
    public override IReadOnlyList<string> Carriers => OperatorRules.Carriers;

    public override NodeRole RoleOf(string operatorType) => OperatorRules.RoleOf(operatorType);

    public override string WhyFloat(string operatorType) => OperatorRules.WhyFloat(operatorType);

    public override NodeCosts Costs(GraphIndex graph, TensorShapes shapes) => new CpuCosts(graph, shapes, CpuKind.All);
}
