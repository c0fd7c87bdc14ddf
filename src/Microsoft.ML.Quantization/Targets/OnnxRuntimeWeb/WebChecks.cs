using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;

/// <summary>ONNX Runtime makes the same graph of a model here and in WebAssembly, of which it runs other kernels.</summary>
internal sealed class WebChecks : TargetChecks
{
    public override bool IsHere => false;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => FusedNodes.Read(model, operators).Contains;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        yield return "The model is for ONNX Runtime in browsers: what runs in INT8 was chosen by times in WebAssembly. What is timed here is the same model on this CPU.";
    }
}
