using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.CoreML.Conversion;

namespace Microsoft.ML.Quantization.Targets.CoreML;

/// <summary>Core ML runs on Apple's systems alone: what it makes of a package cannot be seen here. What has no form in one is found out by writing it.</summary>
internal sealed class CoreMLChecks(CoreMLOptions options) : TargetChecks
{
    public override bool IsHere => false;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => _ => true;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        yield return "The model is for Core ML (preview): SaveForTarget writes its .mlpackage, which Core ML itself did not compile or run here. What is scored and timed here is the same model in ONNX Runtime, which leaves nodes with signed activations in FP32 on x86.";
        if (Obstacle(model) is { } obstacle)
        {
            yield return $"SaveForTarget cannot write it yet: {obstacle}";
        }
    }

    private string? Obstacle(OnnxModel model)
    {
        try
        {
            CoreMLConverter.Convert(model, options);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return e.Message;
        }
    }
}
