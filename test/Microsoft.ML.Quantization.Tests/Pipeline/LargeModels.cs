using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>
/// A dense model with its weights beside it, quantized with a limit that is set low: what happens to it happens to models over 2 GB.
/// </summary>
internal static class LargeModels
{
    /// <summary>Below the FP32 weights and above the INT8 ones.</summary>
    public const long OnlyFloatIsLarge = 10_000;

    /// <summary>Below the INT8 weights too.</summary>
    public const long BothAreLarge = 1000;

    public const int Inputs = 64;

    public static QuantizationOptions Options { get; } = new() { OnlyWhereFaster = false };

    public static string Write(TemporaryFolder folder)
    {
        string path = folder.File("dense.onnx");
        OnnxModelWriter.Save(new OnnxModel(PipelineModels.Dense(Inputs, 64, "N"), path) { InlineLimit = BothAreLarge }, path);
        return path;
    }

    public static QuantizationResult Quantize(string path, long limit) =>
        PostTrainingQuantizer.Run(path, QuantizerRun.Rows(20, 1, Inputs), Options, new QuantizerRun.Messages(), limit);

    public static OnnxQuantizationEstimator Estimator(MLContext context, string path, long limit) => new(context.Transforms, path, null, null, Options)
    {
        Quantizer = (file, rows, options, progress) => PostTrainingQuantizer.Run(file, rows, options, progress, limit),
    };
}
