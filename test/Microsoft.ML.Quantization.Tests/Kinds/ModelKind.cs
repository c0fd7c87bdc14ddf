using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Kinds;

/// <summary>A kind of network, generated with statistics as training leaves them, and rows for it.</summary>
/// <param name="Name">What it is like.</param>
/// <param name="Grow">Builds one from a seed and a few rows.</param>
/// <param name="Rows">So many rows from a seed.</param>
internal sealed record ModelKind(string Name, Func<KindBuilder, TensorValue[][], ModelProto> Grow, Func<int, int, TensorValue[][]> Rows)
{
    private const int Sample = 16;

    public static IReadOnlyList<ModelKind> All { get; } = [.. ConvolutionKinds.All, .. MobileKinds.All, .. DetectorKinds.All, .. SequenceKinds.All];

    public ModelProto Create(int seed) => Grow(new KindBuilder(seed), Rows((seed * 1000) + 1, Sample));

    /// <summary>Rows to calibrate on.</summary>
    public TensorValue[][] Calibration(int seed, int count) => Rows((seed * 1000) + 2, count);

    /// <summary>Other rows.</summary>
    public TensorValue[][] Test(int seed, int count) => Rows((seed * 1000) + 3, count);
}
