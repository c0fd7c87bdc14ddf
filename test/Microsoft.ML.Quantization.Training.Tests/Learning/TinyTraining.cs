using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Trainings of <see cref="TinyImages"/>, on one thread so that a busy machine does not slow them down.</summary>
internal static class TinyTraining
{
    public static QuantizationOptions PerTensor => new() { Effort = QuantizationEffort.Fast, PerChannel = false, OnlyWhereFaster = false, BiasCorrection = false };

    public static QuantizationAwareTrainingOptions Options(
        int epochs,
        int seed = 1,
        double rate = 2e-3,
        TrainingOptimizer optimizer = TrainingOptimizer.Adam,
        ScaleTraining scales = ScaleTraining.Learned,
        string? checkpoints = null,
        IDataView? validation = null,
        bool keepBest = false,
        string[]? inFloat = null,
        double? distillation = null,
        CancellationToken cancellation = default) => new()
        {
            Quantization = new QuantizationOptions { Effort = QuantizationEffort.Fast, PerChannel = false, OnlyWhereFaster = false, BiasCorrection = false, ExcludedNodes = inFloat ?? [] },
            Epochs = epochs,
            Seed = seed,
            LearningRate = rate,
            Optimizer = optimizer,
            Scales = scales,
            ValidationData = validation,
            CheckpointFolder = checkpoints,
            DistillationWeight = distillation,
            KeepBestWhenCancelled = keepBest,
            CancellationToken = cancellation,
            Threads = 1,
        };

    /// <summary>The INT8 model that a training gives.</summary>
    public static byte[] Bytes(MLContext context, TinyImages images, IDataView data, QuantizationAwareTrainingOptions options, TemporaryFolder folder)
    {
        using var model = context.Transforms.QuantizeAware(images.ModelFile, "Label", options).Fit(data);
        string path = folder.File("trained.onnx");
        model.SaveOnnx(path);
        return File.ReadAllBytes(path);
    }
}
