namespace Microsoft.ML.Quantization;

/// <summary>What a quantization-aware training may be told; the defaults fine-tune a trained model gently.</summary>
/// <example>
/// <code>
/// var step = mlContext.Transforms.QuantizeAware("model.onnx", "Label", new QuantizationAwareTrainingOptions
/// {
///     Epochs = 10,
///     ValidationData = validationData,
///     CheckpointFolder = "checkpoints",
///     Quantization = new QuantizationOptions { PerChannel = false, CrossLayerEqualization = true },
/// });
/// </code>
/// </example>
public sealed record QuantizationAwareTrainingOptions
{
    /// <summary>
    /// What runs in INT8 and where scales begin: training starts from the model that post-training quantization with these options gives.
    /// </summary>
    /// <value>The default value is the defaults of <see cref="QuantizationOptions"/>, with 500 calibration rows.</value>
    public QuantizationOptions Quantization { get; init; } = new() { MaxCalibrationRows = 500 };

    /// <summary>How often all rows are seen; 0 gives the post-training result. At least 0.</summary>
    /// <value>The default value is 10.</value>
    public int Epochs { get; init; } = 10;

    /// <summary>How many rows a step sees. At least 1.</summary>
    /// <value>The default value is 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// The learning rate after warm-up, from where it falls as a cosine to a hundredth. Above 0. Adam and AdamW take it as relative to the
    /// size of the weights (the root mean square of a tensor or, in convolutions, of a channel), as BatchNormalization that is folded in
    /// leaves weights of very different sizes; SGD takes it as it is.
    /// </summary>
    /// <value>The default value is 0.0005.</value>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>The share of all steps in which the learning rate rises from 0, 0 to 1.</summary>
    /// <value>The default value is 0.05.</value>
    public double WarmupShare { get; init; } = 0.05;

    /// <summary>How weights follow their gradients.</summary>
    /// <value>The default value is <see cref="TrainingOptimizer.Adam"/>.</value>
    public TrainingOptimizer Optimizer { get; init; } = TrainingOptimizer.Adam;

    /// <summary>The momentum of <see cref="TrainingOptimizer.Sgd"/>, 0 to 1.</summary>
    /// <value>The default value is 0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The decay of weights of two dimensions or more; biases and scales have none. At least 0.</summary>
    /// <value>The default value is 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. <see langword="null"/> for no limit.</summary>
    /// <value>The default value is 1.</value>
    public double? GradientClipping { get; init; } = 1;

    /// <summary>Whether scales learn.</summary>
    /// <value>The default value is <see cref="ScaleTraining.Learned"/>.</value>
    public ScaleTraining Scales { get; init; } = ScaleTraining.Learned;

    /// <summary>The share of the epochs after which scales stay as they are, 0 to 1.</summary>
    /// <value>The default value is 0.8.</value>
    public double FreezeScalesAfter { get; init; } = 0.8;

    /// <summary>
    /// The share of the epochs after which the statistics of BatchNormalization stay as they are, 0 to 1. Those that follow a
    /// convolution are folded into it and have none.
    /// </summary>
    /// <value>The default value is 0.5.</value>
    public double FreezeBatchNormalizationAfter { get; init; } = 0.5;

    /// <summary>How labels are compared with the model's first output.</summary>
    /// <value>The default value is <see cref="TrainingLoss.Auto"/>.</value>
    public TrainingLoss Loss { get; init; } = TrainingLoss.Auto;

    /// <summary>
    /// How much of the loss is distillation from the FP32 model, 0 (labels only) to 1 (labels are not needed); the rest is that of the labels.
    /// <see langword="null"/> is 1 without a label column, and 0.5 with one.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public double? DistillationWeight { get; init; }

    /// <summary>What the FP32 model teaches.</summary>
    /// <value>The default value is <see cref="DistillationKind.Auto"/>.</value>
    public DistillationKind Distillation { get; init; } = DistillationKind.Auto;

    /// <summary>The temperature that scores are divided by for <see cref="DistillationKind.Scores"/>. Above 0.</summary>
    /// <value>The default value is 2.</value>
    public double DistillationTemperature { get; init; } = 2;

    /// <summary>
    /// Rows that no step learns from, with the columns of the training data: they decide which epoch is kept. <see langword="null"/> holds
    /// back <see cref="ValidationShare"/> of the training rows.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IDataView? ValidationData { get; init; }

    /// <summary>The share of the training rows that is held back where there is no <see cref="ValidationData"/>, 0 (the last epoch is kept) to 0.5.</summary>
    /// <value>The default value is 0.1.</value>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Ends the training when validation has not become better for this many epochs; <see langword="null"/> never.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public int? EarlyStoppingEpochs { get; init; }

    /// <summary>Decides the order of rows. The same seed, data and number of threads give the same model on one machine.</summary>
    /// <value>The default value is 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many megabytes of rows are held to be shuffled; where the data is larger, rows are shuffled within a window of this size. Above 0.
    /// </summary>
    /// <value>The default value is 256.</value>
    public int ShuffleMegabytes { get; init; } = 256;

    /// <summary>
    /// A folder in which every epoch leaves a checkpoint. A training with the same model, options and folder that was stopped goes on
    /// from there. <see langword="null"/> for none.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? CheckpointFolder { get; init; }

    /// <summary>How many threads training uses; <see langword="null"/> takes those of the comparison or the budget that it is a candidate of, or lets TorchSharp choose (a thread a physical core). It also decides how sums are rounded.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public int? Threads { get; init; }

    /// <summary>The device to train on: <c>cpu</c>, or <c>cuda</c> where the program references a TorchSharp-cuda package.</summary>
    /// <value>The default value is <c>cpu</c>.</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Whether cancellation gives the best model so far instead of an <see cref="OperationCanceledException"/>.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool KeepBestWhenCancelled { get; init; }

    /// <summary>Stops calibration and training between two rows or steps. That of <see cref="Quantization"/> does the same.</summary>
    /// <value>The default value never cancels.</value>
    public CancellationToken CancellationToken { get; init; }
}
