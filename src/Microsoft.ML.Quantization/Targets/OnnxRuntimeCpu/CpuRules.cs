using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What ONNX Runtime's CPU provider runs in INT8 at a gain.</summary>
internal sealed class CpuRules : PlacementRules
{
    public override OperatorRules Operators => CpuOperators.Rules;

    public override NodeCosts Costs(GraphIndex graph, TensorShapes shapes) => new CpuCosts(graph, shapes);
}
