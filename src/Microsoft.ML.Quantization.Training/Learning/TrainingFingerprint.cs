using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Tells one training from another.</summary>
internal static class TrainingFingerprint
{
    /// <summary>The same for a training that can go on from another's checkpoint: same model, calibration and options.</summary>
    public static string Compute(ModelForTraining start, QuantizationAwareTrainingOptions options) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{start.Description};{Describe(options)}")));

    /// <summary>The options that decide what is learned.</summary>
    public static string Describe(QuantizationAwareTrainingOptions options) => FormattableString.Invariant(
        $"epochs={options.Epochs};batch={options.BatchSize};optimizer={options.Optimizer};rate={options.LearningRate};warmup={options.WarmupShare};momentum={options.Momentum};decay={options.WeightDecay};clipping={options.GradientClipping};scales={options.Scales};freeze_scales={options.FreezeScalesAfter};freeze_normalization={options.FreezeBatchNormalizationAfter};loss={options.Loss};distillation={options.Distillation},{options.DistillationWeight},{options.DistillationTemperature};validation={(options.ValidationData == null ? options.ValidationShare : "data")};seed={options.Seed}");
}
