using System.Globalization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.TensorRT;

/// <summary>The rules that TensorRT documents for models with QuantizeLinear and DequantizeLinear. What its engine fuses cannot be seen here.</summary>
internal sealed class TensorRTChecks : TargetChecks
{
    public override bool IsHere => false;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => _ => true;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        yield return "The model is for TensorRT: checked against its documented rules, not in its engine. What is scored and timed here is the same model in ONNX Runtime, which leaves nodes with signed activations in FP32 on x86.";
        foreach (string finding in Findings(model))
        {
            yield return finding;
        }
    }

    /// <summary>What breaks a rule, node by node.</summary>
    public static IEnumerable<string> Findings(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        foreach (var node in model.Graph.Node.Where(node => node.Is("QuantizeLinear") || node.Is("DequantizeLinear")))
        {
            var zero = node.Input.Count > 2 ? index.Initializer(node.Input[2]) : null;
            if (zero == null || zero.DataType != (int)TensorProto.Types.DataType.Int8)
            {
                yield return $"TensorRT takes INT8 alone, but {NodeText.Describe(node)} has {(zero == null ? "no zero point" : ElementTypes.Name(zero.DataType))}.";
            }
            else if (TensorData.Integers(model.Inline(zero)).FirstOrDefault(each => each != 0) is not 0 and var other)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"TensorRT takes zero points of 0 alone, but {NodeText.Describe(node)} has {other}.");
            }
        }
    }
}
