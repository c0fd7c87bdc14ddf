using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.LiteRt;

/// <summary>LiteRT runs in INT8 what the file has in INT8: there is nothing to fuse.</summary>
internal sealed class LiteRtChecks : TargetChecks
{
    public override bool IsHere => false;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => _ => true;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        yield return "The model is for LiteRT: SaveForTarget writes its .tflite file. What is scored and timed here is the same model in ONNX Runtime, which leaves nodes with signed activations in FP32 on x86.";
    }
}
