using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.LiteRt;

namespace Microsoft.ML.Quantization.Targets.EdgeTpu;

/// <summary>Google's Edge TPU: a LiteRT file for its compiler, all INT8.</summary>
internal static class EdgeTpuTarget
{
    public static TargetDefinition Create(LiteRtOptions options) => new()
    {
        Name = nameof(QuantizationTarget.EdgeTpu),
        Description = "Google's Edge TPU (Coral): a .tflite file, all INT8, for its compiler.",
        Options = options with { FullInteger = true },
        Rules = new EdgeTpuRules(),
        Numbers = new TargetNumbers { Activations = QuantizedType.Int8 },
        Writer = new LiteRtWriter(options with { FullInteger = true }),
        Checks = new EdgeTpuChecks(options),
    };
}
