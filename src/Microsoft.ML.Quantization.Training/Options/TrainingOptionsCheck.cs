namespace Microsoft.ML.Quantization.Training.Options;

/// <summary>Refuses options that make no sense before any work is done.</summary>
internal static class TrainingOptionsCheck
{
    public static QuantizationAwareTrainingOptions Checked(QuantizationAwareTrainingOptions options)
    {
        Require(options.Quantization != null, nameof(options.Quantization), null, "not null");
        Require(options.Quantization!.AlsoFor is { Count: 0 }, nameof(options.Quantization.AlsoFor), options.Quantization.AlsoFor, "empty: weights are trained for one target; set Target, and train once for each");
        Require(options.Quantization.Budget == null, nameof(options.Quantization.Budget), options.Quantization.Budget, "null for training itself; give Quantize a budget with a training candidate in its Escalation");
        Require(!string.IsNullOrWhiteSpace(options.Device), nameof(options.Device), options.Device, "cpu or cuda");
        Require(Enum.IsDefined(options.Optimizer), nameof(options.Optimizer), options.Optimizer, "one of those that there are");
        Require(Enum.IsDefined(options.Scales), nameof(options.Scales), options.Scales, "one of those that there are");
        Require(Enum.IsDefined(options.Loss), nameof(options.Loss), options.Loss, "one of those that there are");
        Require(Enum.IsDefined(options.Distillation), nameof(options.Distillation), options.Distillation, "one of those that there are");
        Require(options.Epochs >= 0, nameof(options.Epochs), options.Epochs, "0 or more");
        Require(options.BatchSize >= 1, nameof(options.BatchSize), options.BatchSize, "1 or more");
        Require(options.LearningRate > 0 && double.IsFinite(options.LearningRate), nameof(options.LearningRate), options.LearningRate, "above 0");
        Share(options.WarmupShare, nameof(options.WarmupShare));
        Share(options.Momentum, nameof(options.Momentum));
        Require(options.WeightDecay >= 0 && double.IsFinite(options.WeightDecay), nameof(options.WeightDecay), options.WeightDecay, "0 or more, and finite");
        Require(options.GradientClipping is null or > 0, nameof(options.GradientClipping), options.GradientClipping, "above 0, or null");
        Share(options.FreezeScalesAfter, nameof(options.FreezeScalesAfter));
        Share(options.FreezeBatchNormalizationAfter, nameof(options.FreezeBatchNormalizationAfter));
        Share(options.DistillationWeight ?? 0, nameof(options.DistillationWeight));
        Require(options.DistillationTemperature > 0 && double.IsFinite(options.DistillationTemperature), nameof(options.DistillationTemperature), options.DistillationTemperature, "above 0");
        Require(options.ValidationShare is >= 0 and <= 0.5, nameof(options.ValidationShare), options.ValidationShare, "from 0 to 0.5");
        Require(options.EarlyStoppingEpochs is null or >= 1, nameof(options.EarlyStoppingEpochs), options.EarlyStoppingEpochs, "1 or more, or null");
        Require(options.Threads is null or >= 1, nameof(options.Threads), options.Threads, "1 or more, or null");
        Require(options.ShuffleMegabytes >= 1, nameof(options.ShuffleMegabytes), options.ShuffleMegabytes, "1 or more");
        return options;
    }

    private static void Share(double value, string name) => Require(value is >= 0 and <= 1, name, value, "from 0 to 1");

    private static void Require(bool holds, string name, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
