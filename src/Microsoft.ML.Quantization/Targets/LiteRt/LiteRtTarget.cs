using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.LiteRt;

/// <summary>Google's LiteRT, formerly TensorFlow Lite: signed activations, affine; INT32 biases; files of its own.</summary>
internal static class LiteRtTarget
{
    public static TargetDefinition Create(LiteRtOptions options) => new()
    {
        Name = nameof(QuantizationTarget.LiteRt),
        Description = "LiteRT (TensorFlow Lite) on phones, boards and in browsers: a .tflite file.",
        Rules = new LiteRtRules(mayLeaveFloat: !options.FullInteger && !options.IntegerInputsAndOutputs),
        Numbers = new TargetNumbers { Activations = QuantizedType.Int8 },
        Writer = new LiteRtWriter(options),
        Checks = new LiteRtChecks(),
    };
}
