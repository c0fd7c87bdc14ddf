using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Kinds.Trained;

/// <summary>A kind of network that is trained on small pictures before it is quantized.</summary>
/// <param name="Name">What it is like.</param>
/// <param name="Grow">Builds it with weights as training begins with them.</param>
/// <param name="Adapts">Whether it is trained by AdamW, else by gradient descent with momentum.</param>
internal sealed record TrainedKind(string Name, Func<UntrainedNet, ModelProto> Grow, bool Adapts = false)
{
    public static IReadOnlyList<TrainedKind> All { get; } = [.. TrainedConvolutions.All, .. TrainedTransformers.All];
}
