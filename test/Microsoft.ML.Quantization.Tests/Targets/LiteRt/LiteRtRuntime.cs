using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Runs files in LiteRT; where it is absent, tests that use it are skipped.</summary>
internal static class LiteRtRuntime
{
    /// <summary>What a model gives in LiteRT for rows of its inputs in ONNX's layout: by row and output, in ONNX's layout too.</summary>
    public static float[][][] Score(OnnxModel model, TensorValue[][] rows, LiteRtOptions? options = null) =>
        Needed.Runtime(() => LiteRtNode.Score(model, rows, options ?? new LiteRtOptions()).Outputs);
}
